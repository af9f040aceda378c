public class NoMain {
}
