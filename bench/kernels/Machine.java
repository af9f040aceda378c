/** An interpreter in Java: a loop around a switch over the bytes of a small program. */
public class Machine extends Kernel {
    static final int PUSH = 0, ADD = 1, SUB = 2, LOAD = 3, STORE = 4, JUMP_POSITIVE = 5, MUL = 6, XOR = 7, STOP = 8;
    // x = 60000, y = 1; do { y = (y * 31 ^ x) + 7; x = x - 1; } while (x > 0)
    static final byte[] PROGRAM = {PUSH, 31, LOAD, 1, MUL, LOAD, 0, XOR, PUSH, 7, ADD, STORE, 1, LOAD, 0, PUSH, 1, SUB, STORE, 0,
        LOAD, 0, JUMP_POSITIVE, 0, STOP};

    static int execute(byte[] code, int[] variables) {
        int[] stack = new int[16];
        int pc = 0, sp = 0;
        while (true) {
            switch (code[pc++]) {
                case PUSH: stack[sp++] = code[pc++]; break;
                case ADD: sp--; stack[sp - 1] += stack[sp]; break;
                case SUB: sp--; stack[sp - 1] -= stack[sp]; break;
                case MUL: sp--; stack[sp - 1] *= stack[sp]; break;
                case XOR: sp--; stack[sp - 1] ^= stack[sp]; break;
                case LOAD: stack[sp++] = variables[code[pc++]]; break;
                case STORE: variables[code[pc++]] = stack[--sp]; break;
                case JUMP_POSITIVE: pc = stack[--sp] > 0 ? code[pc] : pc + 1; break;
                case STOP: return variables[1];
                default: throw new IllegalStateException();
            }
        }
    }

    @Override
    long run() {
        return execute(PROGRAM, new int[] {60_000, 1});
    }

    public static void main(String[] args) {
        new Machine().measure(7);
    }
}
