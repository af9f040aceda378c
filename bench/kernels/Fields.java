/** Reads and writes of instance and static fields of several types. */
public class Fields extends Kernel {
    static final class Body {
        int a = 1;
        long b = 2;
        double c = 3;
        byte d = 4;
        Body next;
    }

    static int total;
    static long wide;

    @Override
    long run() {
        Body first = new Body();
        Body second = new Body();
        first.next = second;
        second.next = first;
        total = 0;
        wide = 0;
        Body p = first;
        for (int i = 0; i < 1_500_000; i++) {
            p.a += i;
            p.b ^= p.a;
            p.c = p.c * 0.5 + p.d;
            p.d++;
            total += p.next.a;
            wide += p.b;
            p = p.next;
        }
        return total + wide + (long) first.c;
    }

    public static void main(String[] args) {
        new Fields().measure(7);
    }
}
