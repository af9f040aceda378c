package stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs cases for a given time and prints what was seen. Exit code 1: a forbidden result; 3: a case does not end.
 *
 *   java stress.Main [--seconds N] [--only PART]... [--list] [--verbose]
 */
public final class Main {
    /** A case that takes this much longer than its share hangs: threads are printed and the run ends. */
    private static final long HANG_NANOS = Long.getLong("stress.hang", 120) * 1_000_000_000L;

    private static volatile String current = "";
    private static volatile long limit = Long.MAX_VALUE;

    private static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        VisibilityCases.addTo(cases);
        PublicationCases.addTo(cases);
        VarHandleCases.addTo(cases);
        ViewCases.addTo(cases);
        UnsafeCases.addTo(cases);
        MonitorCases.addTo(cases);
        WaitCases.addTo(cases);
        ParkCases.addTo(cases);
        InterruptCases.addTo(cases);
        InitCases.addTo(cases);
        LoadingCases.addTo(cases);
        StopCases.addTo(cases);
        GroupCases.addTo(cases);
        LibraryCases.addTo(cases);
        return cases;
    }

    private static void watch() {
        while (true) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            }
            if (System.nanoTime() - limit > 0) {
                System.out.println("HANGS " + current);
                for (Map.Entry<Thread, StackTraceElement[]> e : Thread.getAllStackTraces().entrySet()) {
                    System.out.println("  " + e.getKey() + " " + e.getKey().getState());
                    for (StackTraceElement frame : e.getValue()) {
                        System.out.println("      at " + frame);
                    }
                }
                System.out.flush();
                Runtime.getRuntime().halt(3);
            }
        }
    }

    /** Prints the table of one case; returns whether something forbidden was seen. */
    private static boolean report(Case c, Outcomes seen, boolean verbose) {
        boolean bad = false;
        for (String result : seen.counts().keySet()) {
            bad |= !c.acceptable.containsKey(result);
        }
        if (bad || verbose) {
            System.out.println((bad ? "FORBIDDEN " : "ok ") + c.name);
            for (Map.Entry<String, Long> e : seen.counts().entrySet()) {
                String note = c.acceptable.getOrDefault(e.getKey(), "FORBIDDEN " + c.forbidden.getOrDefault(e.getKey(), "(not listed)"));
                System.out.printf("  %10d  %s   %s%n", e.getValue(), e.getKey(), note);
            }
            for (Map.Entry<String, String> e : c.forbidden.entrySet()) {
                if (!seen.counts().containsKey(e.getKey())) {
                    System.out.printf("  %10d  %s   forbidden: %s%n", 0, e.getKey(), e.getValue());
                }
            }
        }
        return bad;
    }

    public static void main(String[] args) throws Throwable {
        double seconds = 10;
        boolean list = false;
        boolean verbose = false;
        List<String> only = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seconds" -> seconds = Double.parseDouble(args[++i]);
                case "--only" -> only.add(args[++i]);
                case "--list" -> list = true;
                case "--verbose" -> verbose = true;
                default -> throw new IllegalArgumentException(args[i]);
            }
        }
        List<Case> cases = new ArrayList<>(all());
        if (!only.isEmpty()) {
            cases.removeIf(c -> only.stream().noneMatch(c.name::contains));
        }
        if (list) {
            for (Case c : cases) {
                System.out.println(c.name + "  may " + c.acceptable.keySet() + "  never " + c.forbidden.keySet());
            }
            return;
        }
        Thread watcher = new Thread(Main::watch, "watcher");
        watcher.setDaemon(true);
        watcher.start();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Outcomes> outcomes = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            outcomes.add(new Outcomes());
        }
        // In long runs every case comes again and again, in another order each time, among the traces of other ones.
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            order.add(i);
        }
        int rounds = 0;
        do {
            long slice = Math.min((long) 2e9, Math.max(0, end - System.nanoTime()) / cases.size());
            for (int at : order) {
                Case c = cases.get(at);
                current = c.name;
                long now = System.nanoTime();
                limit = now + slice + HANG_NANOS;
                c.run(now + slice, outcomes.get(at));
            }
            java.util.Collections.shuffle(order, new Random(rounds));
            rounds++;
        } while (System.nanoTime() < end);
        limit = Long.MAX_VALUE;
        int bad = 0;
        long results = 0;
        for (int i = 0; i < cases.size(); i++) {
            bad += report(cases.get(i), outcomes.get(i), verbose) ? 1 : 0;
            results += outcomes.get(i).counts().values().stream().mapToLong(x -> x).sum();
        }
        System.out.println(cases.size() + " cases, " + rounds + " rounds, " + results + " results, " + bad + " cases with forbidden results");
        System.exit(bad == 0 ? 0 : 1);
    }
}
