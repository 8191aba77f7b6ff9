const paths = {
  home: 'M3 11l9-7 9 7v9a1 1 0 0 1-1 1h-5v-6h-6v6H4a1 1 0 0 1-1-1z',
  agent: 'M12 3v3M7 8h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2zM9.5 13v1M14.5 13v1',
  template: 'M4 5h7v6H4zM13 13h7v6h-7zM7.5 11v5H13',
  run: 'M7 4l12 8-12 8z',
  event: 'M4 12h4l2-6 4 12 2-6h4',
  publish: 'M12 16V5M7 10l5-5 5 5M4 19h16',
  report: 'M6 3h9l4 4v14H6zM9 12h6M9 16h6',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12l5 5 9-11',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  code: 'M9 8l-5 4 5 4M15 8l5 4-5 4',
  file: 'M7 3h7l4 4v14H7z',
  pause: 'M8 5v14M16 5v14',
  graph: 'M6 4v5M6 15v5M6 9a3 3 0 0 0 0 6 3 3 0 0 0 0-6M9 12h6M18 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  user: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c1-4 4-6 8-6s7 2 8 6',
  webhook: 'M9 8a3 3 0 1 1 4.5 2.6L17 16M12 11l-3.5 6M8 17a3 3 0 1 1-3-3M8 17h9a3 3 0 1 0 1-2.2',
  usage: 'M4 20V10M10 20V4M16 20v-8M21 20H3',
  transfer: 'M4 8h13l-4-4M20 16H7l4 4',
  arrow: 'M5 12h14M13 6l6 6-6 6',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside words that say the same. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);
