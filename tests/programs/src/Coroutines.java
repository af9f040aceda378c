import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;

/** Generators made of threads that hand values over. */
public class Coroutines {
    static final class Generator<T> implements Iterator<T> {
        private static final Object END = new Object();
        private final SynchronousQueue<Object> queue = new SynchronousQueue<>();
        private Object next;

        Generator(Consumer<Consumer<T>> body) {
            Thread t = new Thread(() -> {
                try {
                    body.accept(this::put);
                    put(END);
                } catch (RuntimeException e) {
                    put(e);
                }
            });
            t.setDaemon(true);
            t.start();
        }

        private void put(Object o) {
            try {
                queue.put(o);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                try {
                    next = queue.take();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (next instanceof RuntimeException e) {
                throw e;
            }
            return next != END;
        }

        @Override
        @SuppressWarnings("unchecked")
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T t = (T) next;
            next = null;
            return t;
        }
    }

    static void walk(int depth, String prefix, Consumer<String> out) {
        if (depth == 0) {
            out.accept(prefix);
            return;
        }
        walk(depth - 1, prefix + "l", out);
        walk(depth - 1, prefix + "r", out);
    }

    public static void main(String[] args) {
        Generator<Integer> squares = new Generator<>(out -> {
            for (int i = 0;; i++) {
                out.accept(i * i);
            }
        });
        int sum = 0;
        for (int i = 0; i < 200; i++) {
            sum += squares.next();
        }
        System.out.println(sum);
        List<String> leaves = new ArrayList<>();
        new Generator<String>(out -> walk(4, "", out)).forEachRemaining(leaves::add);
        System.out.println(leaves);
        Generator<Integer> failing = new Generator<>(out -> {
            out.accept(1);
            throw new IllegalStateException("generator broke");
        });
        System.out.println(failing.next());
        try {
            failing.next();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}
