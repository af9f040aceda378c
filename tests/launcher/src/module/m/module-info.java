module m {
    requires java.logging;
}
