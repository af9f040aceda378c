// ForeignCalls with the calls and callbacks that exchange values through buffers rather than in registers.
// @vm --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED -Djdk.internal.foreign.ProgrammableInvoker.USE_INTRINSICS=false -Djdk.internal.foreign.ProgrammableUpcallHandler.USE_INTRINSICS=false
// @uses ForeignCalls
public class ForeignCallsByBuffer {
    public static void main(String[] args) throws Throwable {
        ForeignCalls.main(args);
    }
}
