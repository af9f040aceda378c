// @small
// References exchanged atomically in old and young objects, and identity hashes, while collections move everything.

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

public class ExchangedReferences {
    static long sum = 17;

    static void exchange(AtomicReference<Object> cell, AtomicReferenceArray<Object> cells, int n) {
        Object fresh = new int[] {n};
        Object before = cell.getAndSet(fresh);
        int[] old = (int[]) before;
        sum = sum * 31 + (old == null ? 0 : old[0]);
        Object next = new int[] {-n};
        sum = sum * 31 + (cell.compareAndSet(before, next) ? 1 : 2) + (cell.compareAndSet(fresh, next) ? 1 : 2);
        sum = sum * 31 + (cell.compareAndExchange(next, fresh) == next ? 1 : 2);
        int at = n % cells.length();
        Object element = cells.getAndSet(at, fresh);
        sum = sum * 31 + (element == null ? 0 : ((int[]) element)[0]);
        sum = sum * 31 + (cells.compareAndSet(at, fresh, next) ? 1 : 2);
        int hash = next.hashCode();
        Object garbage = new byte[24];
        sum = sum * 31 + (System.identityHashCode(cells.get(at)) == hash && garbage.hashCode() == System.identityHashCode(garbage) ? 1 : 2);
    }

    public static void main(String[] args) {
        AtomicReference<Object> cell = new AtomicReference<>();
        AtomicReferenceArray<Object> cells = new AtomicReferenceArray<>(7);
        for (int n = 0; n < 400; n++) exchange(cell, cells, n);
        System.gc();
        for (int n = 0; n < 100; n++) exchange(cell, cells, n);
        System.out.println(sum);
    }
}
