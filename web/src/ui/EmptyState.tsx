import type { ComponentChildren, RefObject } from 'preact';

interface EmptyStateProps {
  title: string;
  /** Filled with the title, for a page that leads the focus to it. */
  focused?: RefObject<HTMLHeadingElement | null>;
  children?: ComponentChildren;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, focused, children }: EmptyStateProps) {
  return (
    <div class="state state-empty">
      <p class="state-title" tabIndex={focused ? -1 : undefined} ref={focused}>
        {title}
      </p>
      {children}
    </div>
  );
}
