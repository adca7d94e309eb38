/** Views of one list, each with its own address: links, so that back, bookmarks and new tabs work. */
export function Tabs(props: {
  label: string;
  tabs: { href: string; title: string; count?: number | undefined; current: boolean }[];
}) {
  return (
    <nav class="tabs" aria-label={props.label}>
      <ul>
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
