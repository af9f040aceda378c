package stress;

/** A case whose body starts its own threads and says in words what happened; it is repeated while there is time. */
final class Exercise extends Case {
    interface Body {
        String run() throws Throwable;
    }

    private final Body body;

    Exercise(String name, Body body) {
        super(name);
        this.body = body;
    }

    @Override
    void run(long deadline, Outcomes seen) {
        do {
            String result;
            try {
                result = body.run();
            } catch (Throwable e) {
                StringBuilder text = new StringBuilder("threw " + e);
                StackTraceElement[] trace = e.getStackTrace();
                for (int i = 0; i < Math.min(4, trace.length); i++) {
                    text.append(" at ").append(trace[i]);
                }
                result = text.toString();
            }
            seen.add(result, 1);
        } while (System.nanoTime() < deadline);
    }
}
