// area: java.time
package compat;

import java.time.*;
import java.time.chrono.ChronoLocalDate;
import java.time.chrono.IsoChronology;
import java.time.chrono.JapaneseDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.*;
import java.util.Locale;

final class TimeDates {
    static void run() {
        LocalDate date = LocalDate.of(2024, 2, 29);
        LocalTime time = LocalTime.of(13, 45, 30, 123456789);
        LocalDateTime both = LocalDateTime.of(date, time);
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Sweep s = new Sweep().small().put(LocalDate.class, date, LocalDate.MIN).put(LocalTime.class, time, LocalTime.MIDNIGHT).put(LocalDateTime.class, both)
            .put(Instant.class, Instant.EPOCH, Instant.ofEpochSecond(1700000000, 5)).put(Duration.class, Duration.ofSeconds(3661, 5), Duration.ZERO.minusNanos(1))
            .put(Period.class, Period.of(1, 2, 3)).put(ZoneOffset.class, ZoneOffset.UTC, ZoneOffset.ofHours(-5)).put(ZoneId.class, berlin, ZoneOffset.UTC)
            .put(Month.class, Month.FEBRUARY, Month.DECEMBER).put(DayOfWeek.class, DayOfWeek.MONDAY).put(ChronoUnit.class, (Object[]) ChronoUnit.values())
            .put(ChronoField.class, (Object[]) ChronoField.values()).put(TemporalUnit.class, ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MONTHS, IsoFields.QUARTER_YEARS)
            .put(TemporalField.class, ChronoField.DAY_OF_MONTH, ChronoField.NANO_OF_SECOND, ChronoField.EPOCH_DAY, IsoFields.QUARTER_OF_YEAR)
            .put(DateTimeFormatter.class, DateTimeFormatter.ISO_DATE, DateTimeFormatter.ISO_TIME, DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm", Locale.ROOT))
            .put(Year.class, Year.of(2024)).put(ZonedDateTime.class, both.atZone(berlin)).put(OffsetDateTime.class, both.atOffset(ZoneOffset.ofHours(2)))
            .put(String.class, "2024-02-29", "13:45", "P1Y2M3D", "PT1H2M", "x", null).put(Clock.class, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .put(TextStyle.class, TextStyle.FULL).put(Locale.class, Locale.ROOT, Locale.GERMANY).put(CharSequence.class, "2024-02-29", "2024-02-29T13:45:30", "13:45", "PT1.5S", "P2D", "--02-29", "")
            .not("wait", "getAvailableZoneIds", "systemDefault", "systemDefaultZone", "systemUTC", "now");
        Sweep enums = new Sweep().small().put(Month.class, Month.MAY).put(DayOfWeek.class, DayOfWeek.FRIDAY).put(ChronoField.class, (Object[]) ChronoField.values())
            .put(LocalDate.class, date).put(TextStyle.class, TextStyle.SHORT).put(Locale.class, Locale.US).not("hashCode");
        Object[] receivers = {date, time, both, Instant.ofEpochSecond(1700000000, 5), Duration.ofSeconds(-3661, 5), Period.of(1, 2, 3), Year.of(2024), YearMonth.of(2024, 2), MonthDay.of(2, 29),
            Month.FEBRUARY, DayOfWeek.SUNDAY, ZoneOffset.ofHoursMinutes(5, 30), both.atZone(berlin), both.atOffset(ZoneOffset.ofHours(2)), OffsetTime.of(time, ZoneOffset.UTC)};
        for (Object r : receivers) {
            s.statics(r.getClass());
            // The hash code of an enum constant differs from run to run.
            (r instanceof Enum ? enums : s).methods(r.getClass(), () -> r);
        }
        for (FormatStyle style : FormatStyle.values()) {
            for (Locale l : new Locale[] {Locale.US, Locale.GERMANY, Locale.JAPAN}) {
                Out.show("localized-" + style + "-" + l, () -> DateTimeFormatter.ofLocalizedDate(style).withLocale(l).format(date));
            }
        }
        for (String pattern : new String[] {"yyyy-MM-dd", "EEEE, d MMMM uuuu", "hh:mm:ss a", "D w e", "VV xxx O", "QQQQ", "B", "ppH", "[HH]'at'", "bad{", "GGGG"}) {
            Out.show("pattern " + pattern, () -> DateTimeFormatter.ofPattern(pattern, Locale.US).format(both.atZone(berlin)));
        }
        for (String zone : new String[] {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC+3", "Nowhere/City", "Australia/Lord_Howe", "Africa/Casablanca"}) {
            Out.show("zone " + zone, () -> ZoneId.of(zone).getRules().getOffset(both) + " " + ZoneId.of(zone).getRules().nextTransition(Instant.ofEpochSecond(1700000000)));
        }
        Out.show("thai", () -> ThaiBuddhistDate.from(date));
        Out.show("japanese", () -> JapaneseDate.from(date));
        Out.show("iso-leap", () -> IsoChronology.INSTANCE.isLeapYear(1900));
        Out.show("week-fields", () -> date.get(WeekFields.of(Locale.US).weekOfWeekBasedYear()));
        Out.show("adjusters", () -> date.with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY)));
        Out.show("gap", () -> LocalDateTime.of(2024, 3, 31, 2, 30).atZone(berlin));
        Out.show("overlap", () -> LocalDateTime.of(2024, 10, 27, 2, 30).atZone(berlin).withLaterOffsetAtOverlap());
        Out.show("until", () -> date.until(ChronoLocalDate.from(LocalDate.of(2030, 1, 1))));
    }
}
