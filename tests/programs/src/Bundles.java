import java.io.StringReader;
import java.io.StringWriter;
import java.text.ChoiceFormat;
import java.text.Collator;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.TreeMap;

public class Bundles {
    public static class Messages extends ListResourceBundle {
        @Override
        protected Object[][] getContents() {
            return new Object[][] {{"hello", "Hello"}, {"count", 3}};
        }
    }

    public static class Messages_de extends ListResourceBundle {
        @Override
        protected Object[][] getContents() {
            return new Object[][] {{"hello", "Hallo"}};
        }
    }

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        for (Locale l : new Locale[] {Locale.ROOT, Locale.GERMANY, Locale.FRENCH}) {
            ResourceBundle b = ResourceBundle.getBundle("Bundles$Messages", l);
            System.out.println(l + " " + b.getString("hello") + " " + b.getObject("count"));
            ResourceBundle p = ResourceBundle.getBundle("Bundles", l);
            System.out.println(p.getString("greeting") + " " + p.getString("only.root") + " " + p.containsKey("nope") + " " + p.getLocale());
        }
        try {
            ResourceBundle.getBundle("Bundles").getString("nope");
        } catch (MissingResourceException e) {
            System.out.println(e.getMessage());
        }
        try {
            ResourceBundle.getBundle("NoSuchBundle");
        } catch (MissingResourceException e) {
            System.out.println(e.getMessage());
        }
        Properties props = new Properties();
        props.load(new StringReader("# comment\n! more\na=1\nb : two words \\\n   continued\nc\\ key=\\u00e9\\t|\nempty\n  d=  x  \n"));
        System.out.println(new TreeMap<>(props));
        System.out.println(props.getProperty("zz", "default") + props.getProperty("empty").isEmpty());
        StringWriter w = new StringWriter();
        props.store(w, null);
        System.out.println(w.toString().lines().filter(l -> !l.startsWith("#")).sorted().toList());
        try (var in = Bundles.class.getResourceAsStream("/Bundles.properties")) {
            Properties q = new Properties();
            q.load(in);
            System.out.println(q.getProperty("greeting"));
        }
        System.out.println(Bundles.class.getResource("missing.txt"));
        System.out.println(MessageFormat.format("{0} has {1,number,integer} {2} {1,choice,0#none|1#one|1<many {1}} '{quoted}'", "x", 1234, "y"));
        System.out.println(new ChoiceFormat("0#zero|1#one|2#two+").format(5));
        System.out.println(new DecimalFormat("#,##0.00;(#)", DecimalFormatSymbols.getInstance(Locale.US)).format(-12345.678) + " "
            + new DecimalFormat("0.###E0", DecimalFormatSymbols.getInstance(Locale.US)).format(12345) + " "
            + NumberFormat.getCurrencyInstance(Locale.US).format(12.5) + " " + NumberFormat.getPercentInstance(Locale.US).format(0.25) + " "
            + NumberFormat.getInstance(Locale.GERMANY).parse("1.234,5") + " "
            + NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT).format(12345));
        System.out.println(Currency.getInstance("EUR").getSymbol(Locale.FRANCE) + " " + Currency.getInstance(Locale.JAPAN) + " "
            + Locale.GERMANY.getDisplayCountry(Locale.ENGLISH) + " " + Locale.forLanguageTag("zh-Hant-TW").getScript() + " "
            + Locale.CANADA_FRENCH.toLanguageTag());
        Collator c = Collator.getInstance(Locale.FRENCH);
        System.out.println(c.compare("c\u00f4te", "cot\u00e9") + " " + c.compare("a", "B"));
        System.setProperty("my.key", "v");
        System.out.println(System.getProperty("my.key") + Integer.getInteger("my.int", 5) + Boolean.getBoolean("my.bool")
            + System.clearProperty("my.key") + System.getProperty("my.key"));
        System.out.println(System.getProperty("java.specification.version") + System.getProperty("file.separator")
            + System.getProperty("line.separator").length() + System.getProperty("path.separator") + System.getProperty("java.vm.specification.name"));
    }
}
