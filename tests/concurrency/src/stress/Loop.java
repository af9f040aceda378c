package stress;

/** Applies an actor to a batch. Each actor of each case runs in a copy of ActorLoop of its own, so that a compiler sees one receiver. */
interface Loop {
    void run(Actor<Object> actor, Object[] states, R[] results, int count);
}
