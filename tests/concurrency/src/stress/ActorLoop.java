package stress;

/** The loop that is copied for each actor (see Loop). */
final class ActorLoop implements Loop {
    @Override
    public void run(Actor<Object> actor, Object[] states, R[] results, int count) {
        for (int i = 0; i < count; i++) {
            actor.act(states[i], results[i]);
        }
    }
}
