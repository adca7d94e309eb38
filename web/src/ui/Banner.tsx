import type { ComponentChildren } from 'preact';
import { t } from './texts.ts';

interface BannerProps {
  tone?: 'info' | 'success' | 'warning' | 'error';
  title?: string;
  /** Read aloud when it appears; for what happens after an action of the person. */
  live?: boolean;
  children?: ComponentChildren;
}

/** One thing to know before reading on. */
export function Banner({ tone = 'info', title, live = false, children }: BannerProps) {
  return (
    <section
      class={`banner banner-${tone}`}
      aria-label={title ?? t(`banner.${tone}`)}
      role={live ? 'status' : undefined}
    >
      {title && <p class="banner-title">{title}</p>}
      {children}
    </section>
  );
}
