import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { usePageFocus } from '~/lib/a11y/index.ts';
import { t } from './states/texts.ts';

interface PageProps {
  title: string;
  /** The document's title when it must say more than the heading. */
  documentTitle?: string;
  caption?: ComponentChildren;
  back?: { href: string; label?: string };
  /** Lists use the whole width; forms stay within a comfortable line. */
  wide?: boolean;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of every page: its way back, its heading, which takes the focus when one arrives, and its content. */
export function Page({ title, documentTitle, caption, back, wide = false, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageFocus(documentTitle ?? title, heading);
  return (
    <div class={`page${wide ? ' page-wide' : ''}`}>
      {back && (
        <a class="back" href={back.href}>
          {back.label ?? t('back')}
        </a>
      )}
      <div class="page-head">
        <div>
          {caption && <p class="page-caption">{caption}</p>}
          <h1 tabIndex={-1} ref={heading}>
            {title}
          </h1>
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
