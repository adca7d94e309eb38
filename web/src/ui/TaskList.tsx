import { Badge, type Tone } from './Badge.tsx';
import { t } from './texts.ts';

export type TaskState = 'todo' | 'started' | 'filled' | 'blocked' | 'fix';

export interface Task {
  title: string;
  hint?: string | undefined;
  href: string;
  state: TaskState;
}

const TONES: Record<TaskState, Tone> = {
  todo: 'info',
  started: 'warning',
  filled: 'success',
  blocked: 'neutral',
  fix: 'danger',
};

/**
 * The parts of a long form. The whole row is the link, because people press the status; a part is never called
 * finished, because someone once took that word for "sent".
 */
export function TaskList({ tasks }: { tasks: Task[] }) {
  return (
    <ul class="task-list">
      {tasks.map((task, index) => {
        const state = `task-${index}-state`;
        const blocked = task.state === 'blocked';
        return (
          <li class={`task${blocked ? ' task-blocked' : ''}`} key={task.href}>
            <span class="task-text">
              {blocked ? (
                <span class="task-title">{task.title}</span>
              ) : (
                <a class="task-title task-link" href={task.href} aria-describedby={state}>
                  {task.title}
                </a>
              )}
              {task.hint && <span class="task-hint">{task.hint}</span>}
            </span>
            <span id={state}>
              <Badge tone={TONES[task.state]}>{t(`task.${task.state}`)}</Badge>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
