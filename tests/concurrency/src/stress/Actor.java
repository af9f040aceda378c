package stress;

/** One side of a litmus case: touches the shared state once and notes what it saw. */
interface Actor<S> {
    void act(S state, R result);
}
