import type { Statistics } from '@api/types';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import StatisticsPage from './StatisticsPage.tsx';

const row = (key: string, certificates: number) => ({
  key,
  certificates,
  fobValueXof: certificates * 1e6,
  grossWeightG: 5e6,
});

function statistics(certificates: number): Statistics {
  const some = certificates > 0;
  return {
    from: '2025-12',
    to: '2026-11',
    asOf: '2026-11-21T14:02:00Z',
    totals: { certificates, fobValueXof: certificates * 1e6, grossWeightG: 5e6 },
    months: some ? [row('2026-03', certificates)] : [],
    schemes: some ? [{ ...row('ZLE', certificates), label: { fr: 'ZLECAf', en: 'AfCFTA' } }] : [],
    destinations: some ? [{ ...row('SN', certificates), label: { fr: 'Sénégal', en: 'Senegal' } }] : [],
    chapters: some ? [{ ...row('52', certificates), label: { fr: 'Coton', en: 'Cotton' } }] : [],
    decisions: { approved: certificates, refused: 0, returned: 0, withdrawn: 0, lapsed: 0 },
    processing: { medianHours: some ? 5 : null, p90Hours: some ? 30 : null, count: certificates, months: [] },
  };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const asked = () => vi.mocked(fetch).mock.calls.map(([address]) => String(address));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21) });
  vi.stubGlobal('EventSource', undefined);
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => json(statistics(170))),
  );
  history.replaceState(null, '', '/statistiques');
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the statistics page', () => {
  it('shows the totals and, behind each chart, its table with links to the files of the same period', async () => {
    render(<StatisticsPage />);
    expect(await screen.findByText('170', { selector: '.big-figure' })).toBeTruthy();
    expect(screen.getAllByRole('table')).toHaveLength(6);
    expect(screen.getByRole('rowheader', { name: 'Sénégal' })).toBeTruthy();
    const files = screen.getAllByRole('link', { name: /Télécharger en CSV/ }).map((link) => link.getAttribute('href'));
    expect(files).toHaveLength(6);
    expect(files).toContain('/api/v1/statistics/destinations.csv?from=2025-12&to=2026-11');
  });

  it('keeps the chosen period in the address and goes back to the one before', async () => {
    render(<StatisticsPage />);
    await screen.findByText('170', { selector: '.big-figure' });
    fireEvent.click(screen.getByRole('link', { name: 'L’an dernier' }));
    expect(location.search).toBe('?from=2025-01&to=2025-12');
    await vi.waitFor(() => expect(asked().at(-1)).toContain('from=2025-01&to=2025-12'));
    fireEvent.change(screen.getByLabelText('Du mois de'), { target: { value: '2026-02' } });
    expect(location.search).toBe('?from=2026-02&to=2026-02');
  });

  it('says that a period is empty instead of drawing nothing', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => json(statistics(0))),
    );
    render(<StatisticsPage />);
    expect(await screen.findByText('Aucun certificat pendant cette période')).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what went wrong and reads again when asked', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => json({ title: 'x', code: 'internal' }, 500)),
    );
    render(<StatisticsPage />);
    await screen.findByRole('alert');
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => json(statistics(3))),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Réessayer' }));
    expect(await screen.findByText('3', { selector: '.big-figure' })).toBeTruthy();
  });

  it('says when it is not live', async () => {
    render(<StatisticsPage />);
    expect(await screen.findByText('Sans le direct')).toBeTruthy();
  });
});
