import { t } from './texts.ts';

/** Moves through a list by its cursor: back to its start, or on. */
export function Pagination(props: { firstHref?: string | undefined; nextHref?: string | undefined }) {
  if (!props.firstHref && !props.nextHref) return null;
  return (
    <nav class="pagination" aria-label={t('pagination.label')}>
      {props.firstHref && <a href={props.firstHref}>← {t('pagination.first')}</a>}
      {props.nextHref && (
        <a class="pagination-next" href={props.nextHref} rel="next">
          {t('pagination.next')} →
        </a>
      )}
    </nav>
  );
}
