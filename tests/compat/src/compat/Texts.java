// area: java.text
package compat;

import java.text.*;
import java.util.*;

final class Texts {
    static void run() {
        Locale[] locales = {Locale.ROOT, Locale.US, Locale.GERMANY, Locale.FRANCE, Locale.JAPAN, new Locale("hi", "IN"), new Locale("ar"), new Locale("sv", "SE")};
        double[] numbers = {0, -1234.5678, 1e9, 0.000123, Double.NaN, Double.NEGATIVE_INFINITY, 1234567.895};
        for (Locale l : locales) {
            Out.show("number " + l, () -> Arrays.stream(numbers).mapToObj(n -> NumberFormat.getInstance(l).format(n)).toList());
            Out.show("percent " + l, () -> Arrays.stream(numbers).mapToObj(n -> NumberFormat.getPercentInstance(l).format(n)).toList());
            Out.show("currency " + l, () -> Arrays.stream(numbers).mapToObj(n -> NumberFormat.getCurrencyInstance(l).format(n)).toList());
            Out.show("compact " + l, () -> Arrays.stream(numbers).mapToObj(n -> NumberFormat.getCompactNumberInstance(l, NumberFormat.Style.SHORT).format(n)).toList());
            Out.show("symbols " + l, () -> { DecimalFormatSymbols y = DecimalFormatSymbols.getInstance(l); return y.getDecimalSeparator() + "" + y.getGroupingSeparator() + y.getMinusSign() + y.getNaN() + y.getInfinity() + y.getPercent() + y.getZeroDigit(); });
            Out.show("months " + l, () -> DateFormatSymbols.getInstance(l).getMonths());
            Out.show("weekdays " + l, () -> DateFormatSymbols.getInstance(l).getShortWeekdays());
            for (int style : new int[] {DateFormat.SHORT, DateFormat.MEDIUM, DateFormat.LONG, DateFormat.FULL}) {
                Out.show("date " + l + " " + style, () -> { DateFormat f = DateFormat.getDateTimeInstance(style, style, l); f.setTimeZone(TimeZone.getTimeZone("UTC")); return f.format(new Date(1700000000000L)); });
            }
            Out.show("collator " + l, () -> { List<String> w = new ArrayList<>(List.of("zebra", "\u00c4pfel", "apple", "Zoo", "\u00e5ngstr\u00f6m", "c\u00f4te", "cot\u00e9")); w.sort(Collator.getInstance(l)); return w; });
            Out.show("first day " + l, () -> Calendar.getInstance(l).getFirstDayOfWeek() + " " + Calendar.getInstance(l).getMinimalDaysInFirstWeek());
            Out.show("display " + l, () -> l.getDisplayName(Locale.US) + "|" + l.getDisplayLanguage(l) + "|" + l.getDisplayCountry(Locale.GERMANY));
            Out.show("upper " + l, () -> "iI\u0131\u0130\u00df\u01c6".toUpperCase(l) + "iI\u0131\u0130\u03a3".toLowerCase(l));
        }
        for (String p : new String[] {"#,##0.00", "0.###E0", "00.0%", "\u00a4#", "#.##;(#.##)", "'x'0", "##0.##E0", "0;0;0", "#,#,#", "bad'quote", ""}) {
            Out.show("decimal " + p, () -> Arrays.stream(numbers).mapToObj(n -> new DecimalFormat(p, DecimalFormatSymbols.getInstance(Locale.US)).format(n)).toList());
        }
        for (String t : new String[] {"1,234.5", "-7", "abc", "1e3", "5 apples", "", "\u221e"}) {
            Out.show("parse " + t, () -> NumberFormat.getInstance(Locale.US).parse(t));
        }
        for (String p : new String[] {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "EEE, d MMM yyyy", "w W D F k K a z Z", "G yy M", "bad p"}) {
            Out.show("simple " + p, () -> { SimpleDateFormat f = new SimpleDateFormat(p, Locale.US); f.setTimeZone(TimeZone.getTimeZone("America/New_York")); return f.format(new Date(1700000000000L)); });
        }
        for (String t : new String[] {"2024-02-30", "2024-2-9", "x", "2024-13-01"}) {
            Out.show("simple parse " + t, () -> { SimpleDateFormat f = new SimpleDateFormat("yyyy-MM-dd", Locale.US); f.setTimeZone(TimeZone.getTimeZone("UTC")); return f.parse(t).getTime(); });
            Out.show("strict parse " + t, () -> { SimpleDateFormat f = new SimpleDateFormat("yyyy-MM-dd", Locale.US); f.setLenient(false); return f.parse(t) != null; });
        }
        for (String p : new String[] {"{0} {1,number,#.#} {2,date,yyyy}", "{0,choice,0#none|1#one|1<many {0}}", "it''s {3}", "{", "{x}", "'{0}'", "{1,unknown}"}) {
            Out.show("message " + p, () -> new MessageFormat(p, Locale.US).format(new Object[] {5, 2.25, new Date(0)}));
        }
        Out.show("message parse", () -> new MessageFormat("{0}-{1}").parse("a-b"));
        for (Normalizer.Form f : Normalizer.Form.values()) {
            Out.show("normal " + f, () -> Normalizer.normalize("\u00e9\ufb01\u1e9b\u0323\uac00\u2460", f) + Normalizer.isNormalized("\u00e9", f));
        }
        String text = "Hello there. How are you? I'm fine, 3.5 thanks!";
        for (BreakIterator b : new BreakIterator[] {BreakIterator.getWordInstance(Locale.US), BreakIterator.getSentenceInstance(Locale.US), BreakIterator.getLineInstance(Locale.US), BreakIterator.getCharacterInstance(Locale.US)}) {
            Out.show("breaks", () -> { b.setText(text); List<Integer> l = new ArrayList<>(); for (int i = b.first(); i != BreakIterator.DONE; i = b.next()) { l.add(i); } return l; });
        }
        Out.show("bidi", () -> new Bidi("abc \u05d0\u05d1 def", Bidi.DIRECTION_LEFT_TO_RIGHT).getRunCount());
        Out.show("collation keys", () -> Collator.getInstance(Locale.US).getCollationKey("abc").toByteArray());
        Out.show("rules", () -> new RuleBasedCollator("< c < b < a").compare("a", "b"));
        Out.show("rules bad", () -> new RuleBasedCollator("< a < "));
        Out.show("attributed", () -> { AttributedString a = new AttributedString("abc"); a.addAttribute(java.text.AttributedCharacterIterator.Attribute.LANGUAGE, Locale.US, 1, 2); return a.getIterator().getRunLimit(); });
        Out.show("string iterator", () -> new StringCharacterIterator("abc", 1).next());
        Out.show("choice", () -> new ChoiceFormat("0#zero|1#one|2#two+").format(5));
        Out.show("locales", () -> Locale.getAvailableLocales().length > 100);
        Out.show("time zone names", () -> TimeZone.getTimeZone("Europe/Berlin").getDisplayName(true, TimeZone.LONG, Locale.US) + TimeZone.getTimeZone("nope").getID());
        Out.show("calendar", () -> { Calendar c = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US); c.setTimeInMillis(1700000000000L); c.add(Calendar.MONTH, 15); c.roll(Calendar.DAY_OF_MONTH, 20); return c.getTimeInMillis() + " " + c.get(Calendar.WEEK_OF_YEAR) + c.getActualMaximum(Calendar.DAY_OF_MONTH); });
    }
}
