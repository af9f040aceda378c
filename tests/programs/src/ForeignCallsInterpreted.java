// ForeignCalls with the class library's interpreter of bindings instead of method handles made for each signature.
// @vm --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED -Djdk.internal.foreign.ProgrammableInvoker.USE_SPEC=false -Djdk.internal.foreign.ProgrammableUpcallHandler.USE_SPEC=false
// @uses ForeignCalls
public class ForeignCallsInterpreted {
    public static void main(String[] args) throws Throwable {
        ForeignCalls.main(args);
    }
}
