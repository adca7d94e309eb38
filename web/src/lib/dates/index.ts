import { language } from '~/lib/i18n/index.ts';

/** Mali keeps UTC all year, and the service's deadlines are told in Bamako time wherever the reader is. */
const ZONE = 'Africa/Bamako';

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language.value === 'fr' ? 'fr-FR' : 'en-GB', { timeZone: ZONE, ...options });
}

/** `21 novembre 2026` */
export function formatDate(instantOrDate: string): string {
  return formatter({ day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(instantOrDate));
}

/** `21 nov. 2026`, for tables. */
export function formatShortDate(instantOrDate: string): string {
  return formatter({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(instantOrDate));
}

/** `14:02` */
export function formatTime(instant: string | Date): string {
  return formatter({ hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
}

/** `21 novembre 2026 à 14:02` */
export function formatDateTime(instant: string): string {
  return `${formatDate(instant)} ${language.value === 'fr' ? 'à' : 'at'} ${formatTime(instant)}`;
}

/** `21 nov. 2026 à 14:02`, for tables. */
export function formatShortDateTime(instant: string): string {
  return `${formatShortDate(instant)} ${language.value === 'fr' ? 'à' : 'at'} ${formatTime(instant)}`;
}

/** Whole minutes and seconds left until an instant, never negative: `4:07`. */
export function formatCountdown(millisecondsLeft: number): string {
  const seconds = Math.max(0, Math.floor(millisecondsLeft / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A span of work in plain words: `2 j 3 h`, `45 min`. */
export function formatDuration(seconds: number): string {
  const day = language.value === 'fr' ? 'j' : 'd';
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return hours % 24 ? `${days} ${day} ${hours % 24} h` : `${days} ${day}`;
  if (hours > 0) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${minutes} min`;
}

/** Whether this is a day of the calendar, as a date field writes it. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Today in Bamako as the `YYYY-MM-DD` of a date field. */
export function today(now: Date = new Date()): string {
  return now.toISOString().slice(0, 10);
}
