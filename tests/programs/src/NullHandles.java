import java.lang.invoke.*;
/** Null method handles and variable handles. */
public class NullHandles { static MethodHandle mh; static VarHandle vh; public static void main(String[] a) throws Throwable {
 try { mh.invoke(1); } catch (NullPointerException e) { System.out.println(e.getMessage()); e.printStackTrace(); }
 try { mh.invokeExact(1); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
 try { mh.invokeWithArguments(1); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
 try { vh.get(1); } catch (NullPointerException e) { System.out.println(e.getMessage());  e.printStackTrace();}
 try { vh.getAndAdd(1, 2); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
 MethodHandle id = MethodHandles.constant(String.class, null);
 try { ((String) id.invoke()).length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
 try { ((String) id.invokeExact()).length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
 String n = null; try { System.out.println(("" + n + 1).length() + n.length()); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
}}
