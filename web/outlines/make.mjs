// Writes the outlines of Europe's countries for the maps, from Natural Earth 1:50m.
// Usage: npm install && node make.mjs [file]   (default ../../data/outlines.json)
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";
import { planarTriangleArea, presimplify, simplify } from "topojson-simplify";

const WEST = -25, EAST = 45, SOUTH = 34, NORTH = 72; // degrees
const SMALLEST_TRIANGLE = 0.003; // square degrees: details below it go
const SMALLEST_RING = 0.005; // square degrees: islets below it go, unless a country has no more
const DECIMALS = 2;

// ISO 3166-1 numeric (Natural Earth's key) to alpha-2, for Europe and its neighbours on the map.
const ISO = {
  "008": "AL", "020": "AD", "040": "AT", "056": "BE", "070": "BA", "100": "BG", "112": "BY",
  "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI",
  "248": "AX", "250": "FR", "276": "DE", "300": "GR", "348": "HU", "352": "IS", "372": "IE",
  "380": "IT", "428": "LV", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC",
  "498": "MD", "499": "ME", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO",
  "643": "RU", "674": "SM", "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE",
  "756": "CH", "792": "TR", "804": "UA", "807": "MK", "826": "GB", "831": "GG", "832": "JE",
  "833": "IM",
};
// Natural Earth draws these two without an ISO number. Kosovo keeps the user-assigned code XK;
// northern Cyprus is drawn as a part of Cyprus, whose territory it is in ISO 3166.
const UNNUMBERED = { Kosovo: "XK", "N. Cyprus": "CY" };
// Natural Earth draws what is in control, and Crimea with Russia; Eurostat counts it in Ukraine
// (statistical regions UA44 and UA45), and so does the rest of the graph.
const CRIMEA = { west: 32, east: 37, south: 44, north: 46.5 };
const NOTE =
  "Natural Earth 4.1, 1:50m, public domain, by way of world-atlas; clipped to 25 W-45 E, 34-72 N, " +
  "simplified, two decimals. XK (Kosovo) is no ISO 3166 code. CY includes the north of Cyprus, " +
  "which Natural Earth draws apart; UA includes Crimea, as in Eurostat's statistical regions, which " +
  "Natural Earth draws with Russia. Boundaries are Natural Earth's and imply no position on status.";

const target = process.argv[2] ?? fileURLToPath(new URL("../../data/outlines.json", import.meta.url));
const countries = collect(simplified());
const text = `{"note":${JSON.stringify(NOTE)},"countries":[\n${countries.map((c) => JSON.stringify(c)).join(",\n")}\n]}\n`;
writeFileSync(target, text);
console.error(`${target}: ${countries.length} countries, ${Buffer.byteLength(text)} bytes`);

function simplified() {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const world = JSON.parse(readFileSync(path, "utf8"));
  const plain = simplify(presimplify(world, planarTriangleArea), SMALLEST_TRIANGLE);
  // A country smaller than the smallest triangle keeps its full outline.
  const full = new Map(feature(world, world.objects.countries).features.map((f) => [keyOf(f), f]));
  return feature(plain, plain.objects.countries).features.map((f) => ({
    iso: isoOf(f),
    polygons: polygonsOf(f),
    full: polygonsOf(full.get(keyOf(f))),
  }));
}

function keyOf(f) {
  return `${f.id ?? ""}/${f.properties.name}`;
}

function isoOf(f) {
  return f.id === undefined ? UNNUMBERED[f.properties.name] : ISO[f.id];
}

function polygonsOf(f) {
  return f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates;
}

function collect(shapes) {
  const rings = new Map();
  for (const { iso, polygons, full } of shapes.filter((s) => s.iso)) {
    const kept = outlinesOf(polygons, SMALLEST_RING);
    const all = kept.length ? kept : outlinesOf(full, 0);
    for (const ring of all) {
      const owner = iso === "RU" && within(ring, CRIMEA) ? "UA" : iso;
      rings.set(owner, [...(rings.get(owner) ?? []), ring]);
    }
  }
  return [...rings].sort().map(([iso, list]) => ({ iso, rings: list }));
}

function within(ring, box) {
  return ring.every(([x, y]) => x > box.west && x < box.east && y > box.south && y < box.north);
}

// Outer rings and holes alike, for drawing with the even-odd rule.
function outlinesOf(polygons, smallest) {
  return polygons
    .flat()
    .map((ring) => rounded(clipped(unwrapped(ring))))
    .filter((ring) => ring.length >= 4 && area(ring) > smallest);
}

// A ring over the 180th meridian (Russia's) goes on beyond 180 instead of jumping to -180.
function unwrapped(ring) {
  let turn = 0;
  return ring.map(([x, y], i) => {
    const step = i ? x - ring[i - 1][0] : 0;
    turn += step > 180 ? -360 : step < -180 ? 360 : 0;
    return [x + turn, y];
  });
}

// Sutherland-Hodgman: cut the ring at each of the four sides in turn.
function clipped(ring) {
  const sides = [
    [(p) => p[0] >= WEST, 0, WEST], [(p) => p[0] <= EAST, 0, EAST],
    [(p) => p[1] >= SOUTH, 1, SOUTH], [(p) => p[1] <= NORTH, 1, NORTH],
  ];
  return sides.reduce((points, side) => cut(points, ...side), ring.slice(0, -1));
}

function cut(points, inside, axis, limit) {
  return points.flatMap((point, index) => {
    const before = points.at(index - 1);
    const crossing = inside(point) === inside(before) ? [] : [crossed(before, point, axis, limit)];
    return inside(point) ? [...crossing, point] : crossing;
  });
}

function crossed(a, b, axis, limit) {
  const share = (limit - a[axis]) / (b[axis] - a[axis]);
  return axis === 0 ? [limit, a[1] + share * (b[1] - a[1])] : [a[0] + share * (b[0] - a[0]), limit];
}

function rounded(points) {
  const scale = 10 ** DECIMALS;
  const round = points.map((p) => p.map((value) => Math.round(value * scale) / scale || 0));
  const apart = round.filter((p, i) => i === 0 || p[0] !== round[i - 1][0] || p[1] !== round[i - 1][1]);
  if (apart.length && String(apart[0]) !== String(apart.at(-1))) apart.push(apart[0]);
  return apart;
}

function area(ring) {
  const twice = ring.slice(1).reduce((sum, p, i) => sum + ring[i][0] * p[1] - p[0] * ring[i][1], 0);
  return Math.abs(twice) / 2;
}
