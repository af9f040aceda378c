package stress;

import java.util.LinkedHashMap;
import java.util.Map;

/** One case: a name, the results that may be seen, those that must not, and a way to produce results for some time. */
abstract class Case {
    final String name;
    /** Result to note. What is in neither map is forbidden as well. */
    final Map<String, String> acceptable = new LinkedHashMap<>();
    final Map<String, String> forbidden = new LinkedHashMap<>();

    Case(String name) {
        this.name = name;
    }

    /** Declares a result that the specification allows. */
    Case may(String result, String note) {
        acceptable.put(result, note);
        return this;
    }

    /** Declares a result that the case is there to exclude. */
    Case never(String result, String note) {
        forbidden.put(result, note);
        return this;
    }

    /** Produces results until `deadline` (System.nanoTime), at least once. */
    abstract void run(long deadline, Outcomes seen) throws Throwable;
}
