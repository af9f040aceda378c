// main exists, but not in a form a launcher may call.
public class BadMain {
    public void main(String[] args) {
        System.out.println("must not run");
    }
}
