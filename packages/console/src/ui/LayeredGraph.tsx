import { Graph, layout } from '@dagrejs/dagre';
import { useEffect, useMemo, useRef, useState } from 'react';

export interface GraphNode {
  id: string;
  title: string;
  about: string;
  /** More about it, for a tooltip. */
  hint?: string;
  /** A class that colours it: a status, or what is touched by a change. */
  tone: string;
  href?: string;
}

export interface GraphEdge {
  from: string;
  to: string;
}

const width = 188;
const height = 50;

/** A drawing of nodes in layers. Shown together with a table of the same content. */
export default function LayeredGraph({
  label,
  nodes,
  edges,
}: {
  label: string;
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
}) {
  const drawing = useMemo(() => arrange(nodes, edges), [nodes, edges]);
  const frame = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState(1);
  const [isLarge, setLarge] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setLarge(drawing.width > element.clientWidth || drawing.height > element.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [drawing]);
  const fit = () => {
    const element = frame.current;
    if (!element) return;
    const room = { width: element.clientWidth - 14, height: innerHeight * 0.7 };
    setZoom(Math.min(1, Math.max(minZoom, Math.min(room.width / drawing.width, room.height / drawing.height))));
  };
  const percent = `${Math.round(zoom * 100)} %`;
  const step = (factor: number) => setZoom(Math.min(maxZoom, Math.max(minZoom, zoom * factor)));
  return (
    <>
      {(isLarge || zoom !== 1) && (
        <div className="graph-tools" role="toolbar" aria-label="Zoom of the graph">
          <button type="button" onClick={fit}>
            Fit
          </button>
          <button type="button" aria-label="Zoom out" disabled={zoom <= minZoom} onClick={() => step(0.8)}>
            −
          </button>
          <button type="button" aria-label={`${percent}: back to the actual size`} onClick={() => setZoom(1)}>
            {percent}
          </button>
          <button type="button" aria-label="Zoom in" disabled={zoom >= maxZoom} onClick={() => step(1.25)}>
            +
          </button>
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section ref={frame} className="graph" tabIndex={0} aria-label={`${label}, as a graph`}>
        <svg
          role="img"
          aria-label={`${label}. A table beside it says the same.`}
          width={drawing.width * zoom}
          height={drawing.height * zoom}
          viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        >
          {drawing.paths.map(({ key, path }) => (
            <path key={key} className="graph-edge" d={path} />
          ))}
          {nodes.map((node) => {
            const { x = 0, y = 0 } = drawing.places.get(node.id) ?? {};
            return (
              <g
                key={node.id}
                className={`graph-node ${node.tone}`}
                transform={`translate(${x - width / 2} ${y - height / 2})`}
              >
                <title>{`${node.title}: ${node.hint ?? node.about}`}</title>
                <rect width={width} height={height} rx={8} />
                <text x={12} y={21} className="graph-title">
                  {clip(node.title)}
                </text>
                <text x={12} y={38} className="graph-about">
                  {clip(node.about)}
                </text>
              </g>
            );
          })}
        </svg>
      </section>
    </>
  );
}

const minZoom = 0.2;
const maxZoom = 2;

const clip = (text: string) => (text.length > 23 ? `${text.slice(0, 22)}…` : text);

function arrange(nodes: readonly GraphNode[], edges: readonly GraphEdge[]) {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width, height });
  const known = new Set(nodes.map(({ id }) => id));
  for (const { from, to } of edges) if (known.has(from) && known.has(to)) graph.setEdge(from, to);
  layout(graph);
  const places = new Map(nodes.map(({ id }) => [id, graph.node(id) as { x: number; y: number }]));
  const layers = new Set([...places.values()].map(({ x }) => Math.round(x)));
  const paths = graph.edges().map(({ v, w }) => {
    const { points = [] } = graph.edge(v, w) as { points?: { x: number; y: number }[] };
    return { key: `${v} ${w}`, path: pathOf(places.get(v), places.get(w), points, layers) };
  });
  const { width: wide = 0, height: high = 0 } = graph.graph() as { width?: number; height?: number };
  return { places, paths, width: wide, height: high };
}

interface Point {
  x: number;
  y: number;
}

/** From the side of one node to the side of another: a curve in each gap between layers, straight through a layer. */
function pathOf(from: Point | undefined, to: Point | undefined, points: readonly Point[], layers: ReadonlySet<number>) {
  if (!from || !to || from.x + width / 2 >= to.x - width / 2)
    return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  const passed = points.slice(1, -1).filter(({ x }) => layers.has(Math.round(x)));
  let left = { x: from.x + width / 2, y: from.y };
  let path = `M${left.x} ${left.y}`;
  for (const { x, y } of [...passed, to]) {
    const right = x - width / 2;
    const middle = (left.x + right) / 2;
    path += ` C${middle} ${left.y} ${middle} ${y} ${right} ${y}`;
    left = { x: x + width / 2, y };
    if (x !== to.x) path += ` H${left.x}`;
  }
  return path;
}
