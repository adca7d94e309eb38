import type { Application } from '@api/types';
import { formatDateTime, formatDuration } from '~/lib/dates/index.ts';
import { t } from './texts.ts';

/** The processing clock in words: running, stopped while the exporter has the file, or ended. */
export function ClockNote({ application }: { application: Application }) {
  const { clock, decision } = application;
  if (!clock.startedAt) return null;
  return (
    <section class="card" aria-labelledby="clock">
      <h2 id="clock">{t('clock.title')}</h2>
      {decision ? (
        <p>{t('clock.ended', { duration: formatDuration(clock.workedSeconds) })}</p>
      ) : clock.paused ? (
        <p>{t('clock.paused')}</p>
      ) : clock.dueAt ? (
        <p>{t(clock.late ? 'clock.late' : 'clock.due', { at: formatDateTime(clock.dueAt) })}</p>
      ) : (
        <p>{t('clock.running')}</p>
      )}
      <p class="muted">{t('clock.started', { at: formatDateTime(clock.startedAt) })}</p>
    </section>
  );
}
