package stress;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Initialisation of a class by several threads (JVMS 5.5). */
final class InitCases {
    /** Runs the bodies at once and collects what they say, sorted. */
    static String race(LoadingCases.Body... bodies) throws Exception {
        Map<String, Integer> seen = new TreeMap<>();
        int[] next = {0};
        MonitorCases.together(bodies.length, () -> {
            LoadingCases.Body mine;
            synchronized (next) {
                mine = bodies[next[0]++];
            }
            String said;
            try {
                said = String.valueOf(mine.run());
            } catch (Throwable e) {
                said = e.getClass().getSimpleName();
            }
            synchronized (seen) {
                seen.merge(said, 1, Integer::sum);
            }
        });
        return seen.toString();
    }

    private static LoadingCases.Body[] same(int n, LoadingCases.Body body) {
        LoadingCases.Body[] all = new LoadingCases.Body[n];
        java.util.Arrays.fill(all, body);
        return all;
    }

    static void addTo(List<Case> cases) {
        cases.add(new Exercise("init.once", () -> {
            Fresh f = new Fresh();
            return race(same(4, () -> f.call("Counted", "see")));
        }).may("{1 7 2=4}", "once, and complete for all").never("{1 1 0=1, 1 7 2=3}", "seen half way"));
        cases.add(new Exercise("init.hidden-class-once", () -> {
            byte[] bytes = Fresh.bytes("stress.Subjects$Counted");
            Class<?> c = MethodHandles.privateLookupIn(Subjects.class, MethodHandles.lookup()).defineHiddenClass(bytes, false).lookupClass();
            var see = c.getMethod("see");
            return race(same(3, () -> see.invoke(null)));
        }).may("{1 7 2=3}", "once, and complete for all").never("{1 1 0=1, 1 7 2=2}", "seen half way"));
        cases.add(new Exercise("init.every-door", () -> {
            Fresh f = new Fresh();
            return race(() -> f.call("Doors", "field"), () -> f.call("Doors", "call"), () -> f.call("Doors", "make"), () -> f.call("Doors", "reflect"),
                () -> f.call("Doors", "handle"), () -> f.call("Doors", "var"), () -> f.call("Doors", "reference"), () -> f.call("Doors", "sub"));
        }).may("{20=8}", "complete through every door").never("{0=1, 20=7}", "a door left open"));
        cases.add(new Exercise("init.same-code-twice", () -> {
            Fresh f = new Fresh();
            return race(() -> f.call("Doors", "field"), () -> f.call("Doors", "field"), () -> f.call("Doors", "call"), () -> f.call("Doors", "call"));
        }).may("{20=4}", "complete").never("{20=3, 7=1}", "the instruction was resolved before the class was ready"));
        cases.add(new Exercise("init.failure", () -> {
            Fresh f = new Fresh();
            return race(same(4, () -> f.call("Broken", "touch")));
        }).may("{ExceptionInInitializerError=1, NoClassDefFoundError=3}", "one sees the cause").never("{ExceptionInInitializerError=4}", "ran again")
            .never("{ExceptionInInitializerError=1, NoClassDefFoundError=2, null=1}", "one got through"));
        cases.add(new Exercise("init.recursion-one-thread", () -> new Fresh().call("Left", "see").toString())
            .may("4 3", "each saw what the other had by then").never("0 3", "not initialised"));
        cases.add(new Exercise("init.recursion-same-side", () -> {
            Fresh f = new Fresh();
            return race(same(3, () -> f.call("Left", "see")));
        }).may("{4 3=3}", "others wait until both are ready").never("{0 3=1, 4 3=2}", "seen half way"));
        cases.add(new Exercise("init.superclasses", () -> {
            Fresh f = new Fresh();
            return race(() -> f.call("Bottom", "see"), () -> f.call("Bottom", "see"), () -> f.call("Bottom", "see"));
        }).may("{101 110 100 5000 5001=3}", "from the top").never("{1 10 100 5000 5001=3}", "the subclass first"));
        cases.add(new Exercise("init.for-name-and-use", () -> {
            Fresh f = new Fresh();
            return race(() -> Class.forName("stress.Subjects$Middle", true, f).getName(), () -> f.call("Bottom", "see"),
                () -> Class.forName("stress.Subjects$Top", true, f).getName());
        }).may("{101 110 100 5000 5001=1, stress.Subjects$Middle=1, stress.Subjects$Top=1}", "no deadlock from top and bottom"));
        cases.add(new Exercise("init.enum", () -> {
            Fresh f = new Fresh();
            return race(same(3, () -> f.call("Colour", "see")));
        }).may("{3 2 1=3}", "all constants").never("{3 2 0=1, 3 2 1=2}", "seen half way"));
        cases.add(new Exercise("init.ensure-initialised", () -> {
            Fresh f = new Fresh();
            Class<?> c = f.loadClass("stress.Subjects$Counted");
            return race(() -> MethodHandles.privateLookupIn(c, MethodHandles.lookup()).ensureInitialized(c).getName(),
                () -> f.call("Counted", "see"));
        }).may("{1 7 2=1, stress.Subjects$Counted=1}", "once"));
    }
}
