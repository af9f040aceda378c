/** Greets. */
module greetings {
  exports greet;
}
