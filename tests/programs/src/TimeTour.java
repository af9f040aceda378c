import java.time.*;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

public class TimeTour {
    public static void main(String[] args) {
        LocalDate d = LocalDate.of(2024, 2, 29);
        System.out.println(d + " " + d.plusYears(1) + " " + d.plusMonths(12) + " " + d.minusDays(60) + " " + d.getDayOfWeek() + " "
            + d.isLeapYear() + " " + d.lengthOfMonth() + " " + d.getDayOfYear() + " " + d.with(TemporalAdjusters.firstInMonth(DayOfWeek.FRIDAY))
            + " " + d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) + " " + d.get(ChronoField.ALIGNED_WEEK_OF_YEAR));
        System.out.println(Period.between(LocalDate.of(1999, 12, 31), d) + " " + ChronoUnit.DAYS.between(LocalDate.EPOCH, d) + " "
            + d.datesUntil(LocalDate.of(2024, 3, 3)).toList());
        LocalTime t = LocalTime.of(23, 59, 58, 123_456_789);
        System.out.println(t + " " + t.plusSeconds(5) + " " + t.truncatedTo(ChronoUnit.MINUTES) + " " + t.toSecondOfDay());
        LocalDateTime dt = LocalDateTime.of(d, t);
        System.out.println(dt + " " + dt.plusHours(1) + " " + dt.format(DateTimeFormatter.ISO_DATE_TIME) + " "
            + dt.format(DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu h:mm a", Locale.US)) + " "
            + dt.format(DateTimeFormatter.ofPattern("dd/MM/yy HH.mm.ss.SSS")) + " "
            + dt.format(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(Locale.GERMANY)));
        Instant i = Instant.ofEpochSecond(1_700_000_000L, 5);
        System.out.println(i + " " + i.plus(Duration.ofDays(2)) + " " + i.atZone(ZoneId.of("Europe/Paris")) + " "
            + i.atOffset(ZoneOffset.ofHoursMinutes(-3, -30)) + " " + i.toEpochMilli());
        ZonedDateTime z = ZonedDateTime.of(2024, 3, 31, 1, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        System.out.println(z + " " + z.plusHours(1) + " " + z.plusDays(1) + " " + z.withZoneSameInstant(ZoneId.of("America/New_York")) + " "
            + z.getZone().getRules().isDaylightSavings(z.plusHours(2).toInstant()));
        ZonedDateTime autumn = ZonedDateTime.of(2023, 10, 29, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        System.out.println(autumn + " " + autumn.plusHours(1) + " " + autumn.withLaterOffsetAtOverlap());
        Duration du = Duration.ofMillis(-93_784_005L);
        System.out.println(du + " " + du.abs().toHoursPart() + " " + du.multipliedBy(3) + " " + Duration.parse("P2DT3H4M5.5S").getSeconds() + " "
            + Duration.between(t, LocalTime.NOON));
        System.out.println(LocalDate.parse("2011-12-03") + " " + LocalTime.parse("10:15") + " " + OffsetDateTime.parse("2011-12-03T10:15:30+01:00")
            + " " + ZonedDateTime.parse("2011-12-03T10:15:30+01:00[Europe/Paris]") + " " + YearMonth.of(2023, 2).atEndOfMonth() + " "
            + Year.of(1900).isLeap() + " " + MonthDay.of(2, 29).isValidYear(2023) + " " + Month.MARCH.plus(11) + " " + DayOfWeek.SUNDAY.plus(1));
        for (String bad : new String[] {"2023-02-30", "hello", "2023-13-01"}) {
            try {
                LocalDate.parse(bad);
            } catch (DateTimeParseException e) {
                System.out.println(e.getMessage());
            }
        }
        try {
            LocalDate.of(2023, 2, 29);
        } catch (DateTimeException e) {
            System.out.println(e.getMessage());
        }
        Clock fixed = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        System.out.println(LocalDateTime.now(fixed) + " " + fixed.millis());
        System.out.println(LocalDate.of(2024, 1, 1).atStartOfDay(ZoneId.of("Asia/Tokyo")).toInstant());
        System.out.println(d.format(DateTimeFormatter.ofPattern("EEE d MMM y", Locale.FRANCE)) + " "
            + d.format(DateTimeFormatter.ofPattern("EEEE", Locale.JAPAN)) + " " + d.format(DateTimeFormatter.ISO_WEEK_DATE) + " "
            + java.time.chrono.JapaneseDate.from(d) + " " + java.time.chrono.ThaiBuddhistDate.from(d) + " "
            + java.time.chrono.HijrahDate.from(d));
        java.text.SimpleDateFormat old = new java.text.SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.US);
        old.setTimeZone(java.util.TimeZone.getTimeZone("UTC"));
        System.out.println(old.format(new java.util.Date(1_234_567_890_123L)));
    }
}
