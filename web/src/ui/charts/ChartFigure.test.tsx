// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { ChartFigure, RankedChart } from './index.ts';

const rows = [
  { key: 'CI', value: 80 },
  { key: 'SN', value: 40 },
  { key: 'GH', value: 0 },
];

afterEach(cleanup);

function show() {
  return render(
    <ChartFigure
      title="Destinations"
      csvHref="/destinations.csv"
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        { title: 'Pays', cell: ({ key }) => key, head: true },
        { title: 'Certificats', cell: ({ value }) => value, numeric: true },
      ]}
    >
      <RankedChart
        title="Destinations"
        description="CI d’abord."
        values={rows}
        nameOf={(key) => key}
        valueLabel={String}
      />
    </ChartFigure>,
  );
}

describe('a chart with its table', () => {
  it('holds the table whichever view is chosen', () => {
    show();
    expect(screen.getAllByRole('row')).toHaveLength(4);
    fireEvent.click(screen.getByRole('button', { name: 'Tableau' }));
    expect(screen.getByRole('button', { name: 'Tableau' }).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getAllByRole('row')).toHaveLength(4);
    expect(document.querySelector<HTMLElement>('.chart-drawing')?.hidden).toBe(true);
  });

  it('links to its figures', () => {
    show();
    expect(screen.getByRole('link', { name: /CSV/ }).getAttribute('href')).toBe('/destinations.csv');
  });

  it('says every mark in words', () => {
    show();
    const marks = screen.getAllByRole('img').map((mark) => mark.getAttribute('aria-label'));
    expect(marks).toEqual(['CI : 80 (67 %)', 'SN : 40 (33 %)']);
  });

  it('is one stop of the Tab key; arrows go from mark to mark and stop at the ends', () => {
    show();
    const marks = screen.getAllByRole('img');
    expect(marks.map((mark) => mark.getAttribute('tabindex'))).toEqual(['0', '-1']);
    marks[0]?.focus();
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(marks[1]);
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(marks[1]);
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Home' });
    expect(document.activeElement).toBe(marks[0]);
  });
});
