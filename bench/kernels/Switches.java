/** A byte-code interpreter inside: dense and sparse switches, string switches. */
public class Switches extends Kernel {
    static final byte[] PROGRAM = {0, 5, 1, 2, 3, 4, 2, 6, 1, 7, 8, 3, 9};

    static int sparse(int x) {
        switch (x) {
            case 3: return 1;
            case 100: return 2;
            case 5_000: return 3;
            case 70_000: return 4;
            case -9: return 5;
            default: return 0;
        }
    }

    static int word(String s) {
        switch (s) {
            case "alpha": return 1;
            case "beta": return 2;
            case "gamma": return 3;
            default: return 4;
        }
    }

    @Override
    long run() {
        long acc = 1;
        int pc = 0;
        long steps = 0;
        String[] words = {"alpha", "beta", "delta", "gamma"};
        while (steps < 2_000_000) {
            steps++;
            switch (PROGRAM[pc++]) {
                case 0: acc += 3; break;
                case 1: acc ^= steps; break;
                case 2: acc = acc * 31 + 7; break;
                case 3: acc >>>= 1; break;
                case 4: acc -= steps; break;
                case 5: acc |= 1; break;
                case 6: acc += sparse((int) (steps % 101)); break;
                case 7: acc = acc << 2 | acc >>> 62; break;
                case 8: acc += word(words[(int) (steps & 3)]); break;
                case 9: pc = 0; break;
                default: throw new IllegalStateException();
            }
        }
        return acc;
    }

    public static void main(String[] args) {
        new Switches().measure(7);
    }
}
