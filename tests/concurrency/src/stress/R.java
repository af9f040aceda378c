package stress;

/** What the actors of a litmus case saw. */
final class R {
    int a;
    int b;
    int c;
    int d;
}
