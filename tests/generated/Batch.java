import java.lang.reflect.Method;

// Runs programs of a batch one after the other: Batch ROUNDS FUEL CLASS... Each has `static void run(int round)` and
// `static void fields()`. Prints a line with the hash after some rounds and at the end.
public final class Batch {
    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]), fuel = Integer.parseInt(args[1]);
        for (int i = 2; i < args.length; i++) {
            System.out.println("== " + args[i]);
            System.out.flush();
            R.hash = 17;
            R.count = 0;
            try {
                Class<?> program = Class.forName(args[i]);
                Method run = program.getDeclaredMethod("run", int.class);
                for (int round = 0; round < rounds; round++) {
                    R.fuel = fuel;
                    try {
                        run.invoke(null, round);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        R.h(e.getCause());
                        if (e.getCause() instanceof VirtualMachineError || e.getCause() instanceof LinkageError) {
                            System.out.println("round " + round + " " + e.getCause());
                        }
                    }
                    if ((round & 7) == 0 || round == rounds - 1) {
                        System.out.println("round " + round + " values " + R.count + " hash " + R.hash);
                    }
                }
                try {
                    program.getDeclaredMethod("fields").invoke(null);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    R.h(e.getCause());
                }
                System.out.println("end values " + R.count + " hash " + R.hash);
            } catch (Throwable t) {
                System.out.println("failed: " + t);
                if (R.TRACE) t.printStackTrace(System.out);
            }
        }
    }
}
