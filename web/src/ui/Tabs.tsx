import { useEffect, useRef } from 'preact/hooks';

/** Views of one list, each with its own address: links, so that back, bookmarks and new tabs work. */
export function Tabs(props: {
  label: string;
  tabs: { href: string; title: string; count?: number | undefined; current: boolean }[];
}) {
  const row = useRef<HTMLUListElement>(null);
  const current = props.tabs.findIndex((tab) => tab.current);
  // The row is wider than a phone: the view one is in must not be out of sight.
  useEffect(() => {
    const tab = row.current?.children[current];
    if (row.current && tab instanceof HTMLElement) row.current.scrollLeft = tab.offsetLeft - row.current.offsetLeft;
  }, [current]);
  return (
    <nav class="tabs" aria-label={props.label}>
      <ul ref={row}>
        {props.tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.title}
              {tab.count !== undefined && <span class="tabs-count">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
