import type { ComponentChildren } from 'preact';

export interface Moment {
  id: string;
  title: string;
  when: string;
  instant: string;
  who?: string | undefined;
  children?: ComponentChildren;
}

/** What happened to a record, newest first. */
export function Timeline({ moments }: { moments: Moment[] }) {
  return (
    <ol class="timeline">
      {moments.map((moment) => (
        <li key={moment.id}>
          <p class="timeline-title">{moment.title}</p>
          <p class="timeline-when">
            <time dateTime={moment.instant}>{moment.when}</time>
            {moment.who && <> · {moment.who}</>}
          </p>
          {moment.children}
        </li>
      ))}
    </ol>
  );
}
