// Many locals in several loops: each loop has its own choice of registers, and control goes from one to the other in all ways.

public class LoopLocals {
    static long hash = 17;

    static void add(long value) {
        hash = hash * 31 + value;
    }

    // Three loops with different locals, some in all of them.
    static long three(int[] data, int n) {
        int a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8;
        long x = 9, y = 10, z = 11;
        for (int i = 0; i < n; i++) {
            a += data[i % data.length];
            b = b ^ a;
            c = c - b;
            x += a;
            d = d + d;
        }
        for (int i = 0, j = n; i < j; i++, j--) {
            e = e + a;
            f = i + f;
            g = j - g;
            y = y * 3 + e;
            z = z - y;
            a = a + 1;
        }
        for (int k = 0; k < n; k++) {
            for (int l = 0; l < 3; l++) {
                h = h + k * l;
                b = b - h;
                x = x + z;
                z = x ^ z;
            }
            if (h > 100000) {
                h = h & 0xffff;
            }
        }
        return a + b * 3L + c * 5L + d * 7L + e * 11L + f * 13L + g * 17L + h * 19L + x + y * 2 + z * 3;
    }

    // Ways out of loops and into the next ones: break, continue, labels, switches, the head of the next loop.
    static long ways(int n, int kind) {
        int a = n, b = kind, c = 0, d = 0, e = 0, f = 0;
        outer:
        while (a < n + 40) {
            a++;
            int i = 0;
            while (true) {
                i = i + 2;
                switch ((i + kind) % 7) {
                    case 0: c += i; break;
                    case 1: d = d + c; continue outer;
                    case 2: e ^= i; continue;
                    case 3: if (a > n + 30) break outer; f = f + 1; break;
                    case 4: if (i > 20) continue outer; break;
                    default: b = b + i;
                }
                if (i > 30) break;
            }
            f += a;
        }
        if (kind % 3 == 0) c = c + 1;
        while (c > 0 && d < 100000) {
            c = c - 3;
            d = d + e;
            e = e + 1;
            if (e % 50 == 49) return d + 1000L * e;
            if (kind == 5 && e > 10) break;
        }
        do {
            b = b - 1;
            f = f + b;
            if ((f & 63) == 0) continue;
            a = a + f;
        } while (b > 0);
        return a + 3L * b + 5L * c + 7L * d + 11L * e + 13L * f;
    }

    // Floating point locals, and a local that is of another type in the next loop.
    static double floats(int n) {
        double p = 1, q = 2, r = 3, sum = 0;
        float u = 0.5f, v = 0.25f;
        for (int i = 0; i < n; i++) {
            double t = i * 0.5;
            p = p + t;
            q = q - p * 0.125;
            u = u + v;
            sum += p * q;
        }
        for (int i = 0; i < n; i++) {
            long t = i * 3L;
            r = r * 0.5;
            r = r + t;
            v = v - u;
            sum = sum + r;
        }
        for (int i = 0; i < n; i++) {
            int t = i ^ 5;
            t = t + i;
            float w = t;
            w = w / 3;
            u = u + w;
            sum = r - sum;
        }
        return sum + p + q + r + u + v;
    }

    // The old value is on the expression stack when the local changes.
    static long aliases(int n) {
        int x = 1, y = 2;
        long l = 3, m = 4;
        double d = 0.5;
        long s = 0;
        for (int i = 0; i < n; i++) {
            s += x + (x = x + y) * 3 + x;
            s += y - (y = i - y) + y;
            s += l + (l = l + m) * 5 - l;
            s += (x = x + x) + (y = y & x);
            s += x - (x = 7 + x) - (x = x - i);
            m = m ^ l;
            l = l | 1;
            s += (long) (d + (d = d + 1.5) * 2 - d);
            s += m + (m = l + m);
            x = x & 0xffff;
        }
        return s + x + y + l + m + (long) d;
    }

    // An exception leaves one loop and the handler goes on in the next.
    static int handlers(int[] data, int n) {
        int a = 0, b = 1, c = 2, d = 3, e = 4, f = 5;
        for (int i = 0; i < n; i++) {
            try {
                a = a + i;
                b = b + a;
                for (int j = 0; ; j++) {
                    c = c + data[j];
                    d = d ^ c;
                }
            } catch (ArrayIndexOutOfBoundsException x) {
                e = e + c;
            } finally {
                f = f + 1;
            }
        }
        for (int i = 0; i < n; i++) {
            f = f + e;
            e = e - a;
            if (f < 0) f = -f;
        }
        return a + b + c + d + e + f;
    }

    // A table switch whose cases are in and behind the loop.
    static int machine(int seed, int steps) {
        int state = seed & 3, a = seed, b = 1, c = 2, d = 3, e = 4, f = 5;
        while (true) {
            if (--steps < 0) break;
            a = a * 5 + 1;
            switch (state) {
                case 0: b = b + a; state = a & 7; continue;
                case 1: c = c ^ b; state = (a >> 3) & 7; continue;
                case 2: d = d - c; state = (a >> 5) & 7; break;
                case 3: e = e + d; state = 4; break;
                case 4: f = f + e; state = (a >> 4) & 3; continue;
                case 5: return f + e;
                default: state = 0;
            }
            f = f ^ state;
        }
        for (int i = 0; i < 5; i++) {
            b = b + c;
            c = c - d;
            d = d + e;
        }
        return a + b + c + d + e + f;
    }

    public static void main(String[] args) {
        int[] data = new int[37];
        for (int i = 0; i < data.length; i++) data[i] = i * i - 5 * i;
        for (int round = 0; round < 700; round++) {
            add(three(data, round % 60));
            add(ways(round % 50, round % 11));
            add(Double.doubleToLongBits(floats(round % 70)));
            add(aliases(round % 30));
            add(handlers(data, round % 9));
            add(machine(round * 77, round % 90));
            if (round % 100 == 0) System.out.println(round + " " + hash);
        }
        System.out.println(hash);
        System.out.println(three(data, 40000) + " " + floats(30000) + " " + aliases(20000) + " " + machine(5, 50000));
    }
}
