import './charts.css';

export { BandChart } from './BandChart.tsx';
export { ChartFigure } from './ChartFigure.tsx';
export { MonthsChart } from './MonthsChart.tsx';
export type { MonthValue } from './months.ts';
export { percent, RankedChart } from './RankedChart.tsx';
export { Sparkline } from './Sparkline.tsx';
export { TreemapChart } from './TreemapChart.tsx';
export type { BandMonth } from './trend.ts';
