package greet;

public class Greet {
  public static void main(String[] args) {
    System.out.println("Greetings from " + Greet.class.getModule());
  }
}
