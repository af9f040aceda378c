// A web server that is all ours: one thread waits for many connections (java.nio), a pool of threads makes the answers.
//
//   vm NioServer.java                 picks a free port, asks itself some questions, and ends
//   vm NioServer.java 8080            serves until it gets SIGTERM or Ctrl-C, then finishes what it has begun and says goodbye
//                                     try http://localhost:8080/hello?name=you and http://localhost:8080/primes?below=1000
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

public class NioServer implements Runnable {
    private static final int LARGEST_REQUEST = 1 << 16;

    /** What the client sent: one line, and a body if there was one. */
    record Request(String method, String path, String query, String body, boolean keepAlive) { }

    record Answer(int status, String text) { }

    /** One connection. Only the selector's thread touches it, but for `answer`, which a worker hands back. */
    private static final class Connection {
        final SelectionKey key;
        final SocketChannel channel;
        ByteBuffer in = ByteBuffer.allocate(1024);
        ByteBuffer out;
        boolean keepAlive;

        Connection(SelectionKey key, SocketChannel channel) {
            this.key = key;
            this.channel = channel;
        }
    }

    private record Finished(Connection connection, ByteBuffer answer) { }

    private final ExecutorService pool;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final AtomicLong served = new AtomicLong();
    private int working;
    private volatile boolean stopping;

    NioServer(int port, int threads) throws IOException {
        pool = Executors.newFixedThreadPool(threads);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    // ---- the answers ----

    private static Answer answer(Request request) {
        return switch (request.method + " " + request.path) {
            case "GET /hello" -> new Answer(200, "Hello, " + argument(request, "name", "stranger") + "!\n");
            case "POST /reverse" -> new Answer(200, new StringBuilder(request.body).reverse() + "\n");
            case "GET /primes" -> primes(argument(request, "below", "100"));
            default -> new Answer(404, "There is no " + request.path + ".\n");
        };
    }

    private static String argument(Request request, String name, String otherwise) {
        for (String pair : request.query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return otherwise;
    }

    private static Answer primes(String text) {
        int below;
        try {
            below = Math.min(Integer.parseInt(text), 1_000_000);
        } catch (NumberFormatException e) {
            return new Answer(400, "Not a number: " + text + "\n");
        }
        BitSet composite = new BitSet();
        int count = 0;
        for (int n = 2; n < below; n++) {
            if (!composite.get(n)) {
                count++;
                for (long multiple = (long) n * n; multiple < below; multiple += n) {
                    composite.set((int) multiple);
                }
            }
        }
        return new Answer(200, count + " primes below " + below + "\n");
    }

    private static ByteBuffer encode(Answer answer, boolean keepAlive) {
        byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status + (answer.status == 200 ? " OK" : " Error") + "\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: " + body.length + "\r\nConnection: " + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(first.length + body.length).put(first).put(body).flip();
    }

    // ---- reading requests ----

    /** The next request that is complete in `in`, which it is then taken out of; null when there is none yet. */
    private static Request take(ByteBuffer in) {
        int end = -1;
        for (int i = 3; i < in.position() && end < 0; i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n' && in.get(i - 3) == '\r') {
                end = i + 1;
            }
        }
        if (end < 0) {
            return null;
        }
        String[] lines = new String(in.array(), 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        int length = 0;
        boolean keepAlive = true;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].toLowerCase();
            if (line.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            } else if (line.startsWith("connection:")) {
                keepAlive = !line.endsWith("close");
            }
        }
        if (in.position() < end + length) {
            return null;
        }
        String body = new String(in.array(), end, length, StandardCharsets.UTF_8);
        in.flip().position(end + length);
        in.compact();
        String[] words = lines[0].split(" ");
        int question = words[1].indexOf('?');
        return new Request(words[0], question < 0 ? words[1] : words[1].substring(0, question), question < 0 ? "" : words[1].substring(question + 1), body,
            keepAlive);
    }

    private void read(Connection c) throws IOException {
        if (!c.in.hasRemaining()) {
            if (c.in.capacity() >= LARGEST_REQUEST) {
                throw new IOException("request too large");
            }
            c.in = ByteBuffer.allocate(2 * c.in.capacity()).put(c.in.flip());
        }
        if (c.channel.read(c.in) < 0) {
            c.channel.close();
            return;
        }
        dispatch(c);
    }

    /** Hands the next complete request to the pool; until its answer is written nothing more is read. */
    private void dispatch(Connection c) {
        Request request = take(c.in);
        if (request == null) {
            c.key.interestOps(SelectionKey.OP_READ);
            return;
        }
        c.key.interestOps(0);
        c.keepAlive = request.keepAlive && !stopping;
        working++;
        pool.execute(() -> {
            Answer answer;
            try {
                answer = answer(request);
            } catch (RuntimeException e) {
                answer = new Answer(500, e + "\n");
            }
            finished.add(new Finished(c, encode(answer, c.keepAlive)));
            selector.wakeup();
        });
    }

    private void write(Connection c) throws IOException {
        c.channel.write(c.out);
        if (c.out.hasRemaining()) {
            c.key.interestOps(SelectionKey.OP_WRITE);
            return;
        }
        c.out = null;
        served.incrementAndGet();
        if (c.keepAlive) {
            dispatch(c);
        } else {
            c.channel.close();
        }
    }

    // ---- the loop ----

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Connection(key, channel));
        }
    }

    private void handle(SelectionKey key) {
        Connection c = (Connection) key.attachment();
        try {
            if (c == null) {
                accept();
            } else if (key.isReadable()) {
                read(c);
            } else if (key.isWritable()) {
                write(c);
            }
        } catch (IOException | RuntimeException e) {
            close(c);
        }
    }

    private static void close(Connection c) {
        if (c != null) {
            try {
                c.channel.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    @Override
    public void run() {
        try {
            while (!stopping || working > 0) {
                selector.select();
                for (Finished f; (f = finished.poll()) != null; ) {
                    working--;
                    f.connection.out = f.answer;
                    try {
                        write(f.connection);
                    } catch (IOException | RuntimeException e) {
                        close(f.connection);
                    }
                }
                for (Iterator<SelectionKey> i = selector.selectedKeys().iterator(); i.hasNext(); i.remove()) {
                    SelectionKey key = i.next();
                    if (key.isValid()) {
                        handle(key);
                    }
                }
            }
            for (SelectionKey key : List.copyOf(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            e.printStackTrace();
        }
    }

    /** Finishes what has begun, then closes everything; returns how many requests were answered. */
    long stop(Thread loop) throws InterruptedException {
        stopping = true;
        selector.wakeup();
        loop.join(10_000);
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.SECONDS);
        return served.get();
    }

    // ---- trying it ----

    private static String ask(SocketChannel channel, String request) throws IOException {
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer in = ByteBuffer.allocate(4096);
        while (true) {
            int read = channel.read(in);
            String text = new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
            int head = text.indexOf("\r\n\r\n");
            if (read < 0 || head > 0 && text.length() >= head + 4 + Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"))) {
                return text.lines().findFirst().orElse("") + " | " + text.substring(head + 4).strip();
            }
        }
    }

    private static void tryOut(int port) throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (SocketChannel one = SocketChannel.open(address)) {
            System.out.println(ask(one, "GET /hello HTTP/1.1\r\n\r\n"));
            System.out.println(ask(one, "GET /hello?name=Kiln+%26+friends HTTP/1.1\r\nHost: here\r\n\r\n"));
            System.out.println(ask(one, "POST /reverse HTTP/1.1\r\nContent-Length: 8\r\n\r\ndesserts"));
            System.out.println(ask(one, "GET /primes?below=1000 HTTP/1.1\r\n\r\n"));
            System.out.println(ask(one, "GET /primes?below=many HTTP/1.1\r\n\r\n"));
            System.out.println(ask(one, "GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n"));
        }
        List<SocketChannel> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(SocketChannel.open(address));
        }
        var answers = new ArrayDeque<String>();
        for (SocketChannel channel : many) {
            answers.add(ask(channel, "GET /primes?below=50 HTTP/1.1\r\n\r\n"));
            channel.close();
        }
        System.out.println(answers.size() + " connections: " + answers.stream().distinct().toList());
    }

    public static void main(String[] args) throws Exception {
        NioServer server = new NioServer(args.length > 0 ? Integer.parseInt(args[0]) : 0, 4);
        Thread loop = new Thread(server, "selector");
        loop.start();
        if (args.length > 0) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    System.out.println("goodbye after " + server.stop(loop) + " requests");
                } catch (InterruptedException e) {
                    System.out.println("interrupted");
                }
            }));
            System.out.println("serving http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.port() + "/hello");
            return;
        }
        tryOut(server.port());
        System.out.println(server.stop(loop) + " requests answered");
    }
}
