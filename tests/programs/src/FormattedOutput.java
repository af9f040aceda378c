import java.util.Calendar;
import java.util.Formatter;
import java.util.GregorianCalendar;
import java.util.IllegalFormatException;
import java.util.Locale;
import java.util.TimeZone;

public class FormattedOutput {
    static void bad(String f, Object... args) {
        try {
            System.out.println(String.format(f, args));
        } catch (IllegalFormatException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    public static void main(String[] args) {
        System.out.printf(Locale.ROOT, "%d %5d %-5d| %05d %+d %,d %(d %x %X %o %#x%n", 1, 2, 3, 4, 5, 1234567, -6, 255, 255, 8, 16);
        System.out.printf(Locale.ROOT, "%f %.2f %10.3f %-10.1f| %e %.3E %g %a %+.1f %,.2f%n", 1.5, 2.345, 3.14159, 2.25, 12345.678,
            0.00012, 0.0001234, 1.0, 2.0, 9876543.21);
        System.out.printf("%s %10s %-10s| %.3s %S %c %C %b %B %h %n", "str", "right", "left", "truncate", "upper", 'c', 'd', true,
            null, "hash");
        System.out.printf("%2$s %1$s %<s %3$d %%%n", "a", "b", 3);
        System.out.printf(Locale.ROOT, "%d %d %d %d %x%n", (byte) -1, (short) -2, 3L, new java.math.BigInteger("123456789012345678901234567890"),
            (byte) -1);
        System.out.printf(Locale.ROOT, "%.5f %s%n", new java.math.BigDecimal("1.23456789"), new java.math.BigDecimal("1E+5"));
        System.out.printf(Locale.ROOT, "%f %e %s %s%n", Double.NaN, Double.POSITIVE_INFINITY, -0.0, Float.MIN_VALUE);
        Locale[] locales = {Locale.US, Locale.GERMANY, Locale.FRANCE, new Locale("hi", "IN"), Locale.JAPAN, new Locale("de", "CH"), new Locale("ar", "EG")};
        for (Locale l : locales) {
            System.out.println(l + " " + String.format(l, "%,d %,.2f %e", 1234567, 7654321.125, 12.5));
        }
        GregorianCalendar cal = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        cal.setTimeInMillis(1_000_000_000_123L);
        System.out.println(String.format(Locale.US, "%tY-%<tm-%<td %<tH:%<tM:%<tS.%<tL %<tB %<tA %<tj %<tp %<tZ %<ts", cal));
        System.out.println(String.format(Locale.FRANCE, "%tA %<te %<tB %<tY", cal));
        System.out.println(cal.get(Calendar.DAY_OF_WEEK) + " " + cal.getActualMaximum(Calendar.DAY_OF_MONTH));
        bad("%d", "x");
        bad("%q", 1);
        bad("%s %s", 1);
        bad("%.2d", 1);
        bad("%-d", 1);
        bad("%c", 0x110000);
        bad("%", 1);
        Formatter f = new Formatter(new StringBuilder(), Locale.ROOT);
        f.format("%s=%d;", "a", 1).format("%s=%d;", "b", 2);
        System.out.println(f);
        System.out.println(Double.toString(1e21) + " " + 1e-3 + " " + 123456789.0 + " " + 1.0e7 + " " + 9999999.0 + " " + 2e-3f + " " + 1.1f * 1.1f + " " + 2.2250738585072014E-308 + " " + 4.9e-324);
        System.out.println(Double.parseDouble("1e400") + " " + Double.parseDouble("  -12.5e-3 ") + " " + Double.parseDouble("0x1.8p3") + " "
            + Float.parseFloat("3.4028236e38") + " " + Double.parseDouble("2.2250738585072012e-308"));
    }
}
