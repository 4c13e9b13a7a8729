// The explorer: the reader moves the width a, and the curve, its distance from the sigmoid, half
// the squared error and its derivative follow. Whatever is a result stands in the markup's data-
// attributes; what is drawn is computed here, from the definitions alone.
document.addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector(".explorer .tool");
  if (!root) return;

  // The mathematics -------------------------------------------------------------------------
  // Each family is g_a(x) = phi(x / a), phi(-t) = 1 - phi(t), and phi(t) = 0 below -knee.

  const FAMILIES = {
    line: { knee: 1 / 2, phi: (t) => t + 1 / 2, rate: () => 1 },
    parabolas: { knee: 1, phi: (t) => (t + 1) ** 2 / 2, rate: (t) => t + 1 },
  };
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  const grid = (low, high, cells) => Array.from({ length: cells + 1 }, (_, k) => low + ((high - low) * k) / cells);

  const curve = ({ knee, phi }, a, x) => {
    const low = x > 0 ? -x / a : x / a;
    const height = low > -knee ? phi(low) : 0;
    return x > 0 ? 1 - height : height;
  };

  /** Nodes and weights of Gauss-Legendre quadrature over [-1, 1]: Newton's method on P_n. */
  const gauss = (n) => Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 3 / 4)) / (n + 1 / 2)), rise = 1;
    for (let round = 0; round < 10; round++) {
      let [before, here] = [1, x];
      for (let k = 2; k <= n; k++) [before, here] = [here, ((2 * k - 1) * x * here - (k - 1) * before) / k];
      rise = (n * (x * here - before)) / (x * x - 1);
      x -= here / rise;
    }
    return [x, 2 / ((1 - x * x) * rise * rise)];
  });
  const NODES = gauss(40);

  /** The integral of a smooth function over [-knee, 0]. */
  const inside = (knee, f) =>
    NODES.reduce((sum, [x, weight]) => sum + weight * f((knee * (x - 1)) / 2), 0) * (knee / 2);

  /** Half the squared error: inside the knee by quadrature, beyond it the integral of f^2. */
  const halfError = ({ knee, phi }, a) => {
    const far = Math.exp(-a * knee);
    const beyond = Math.log1p(far) - far / (1 + far);
    return a * inside(knee, (t) => (phi(t) - sigmoid(a * t)) ** 2) + beyond;
  };

  /** Its derivative in a: the limits contribute nothing, since g_a is continuous. */
  const derivative = ({ knee, phi, rate }, a) =>
    -2 * inside(knee, (t) => (phi(t) - sigmoid(a * t)) * t * rate(t));

  /** The greatest absolute difference: at the knee, or inside it where the slopes agree. */
  const greatest = ({ knee, phi, rate }, a) => {
    const gap = (t) => Math.abs(phi(t) - sigmoid(a * t));
    const tilt = (t) => rate(t) - a * sigmoid(a * t) * sigmoid(-a * t);
    const ends = grid(-knee, 0, 64), places = [-knee];
    for (let [k, low] of ends.entries()) {
      let high = ends[k + 1];
      const sign = Math.sign(tilt(low));
      if (!(tilt(high) * sign < 0)) continue;
      for (let round = 0; round < 60; round++) {
        const middle = (low + high) / 2;
        if (tilt(middle) * sign > 0) low = middle;
        else high = middle;
      }
      places.push(low);
    }
    return Math.max(...places.map(gap));
  };

  // Numbers as text ---------------------------------------------------------------------------

  const fixed = (value, places) => {
    const text = value.toFixed(places);
    return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
  };
  const short = (value, places) => String(Number(value.toFixed(places)));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** A decimal or a fraction such as p/q, in any script's digits; NaN if it is neither. */
  const read = (text) => {
    const number = String.raw`\d+\.?\d*|\.\d+`;
    const plain = text.normalize("NFKC").trim().replace("−", "-");
    const found = new RegExp(String.raw`^([+-]?(?:${number}))(?:\s*/\s*(${number}))?$`).exec(plain);
    return found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
  };
  const ticks = (low, high, about) => {
    const raw = (high - low) / about, power = 10 ** Math.floor(Math.log10(raw));
    const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw);
    const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
    const places = Math.max(0, -Math.floor(Math.log10(step)));
    return grid(first * step, last * step, last - first).map((value) => [value, fixed(value, places)]);
  };

  // What there is -----------------------------------------------------------------------------

  const all = (selector) => [...root.querySelectorAll(selector)];
  const words = JSON.parse(root.dataset.words);
  const [LOW, HIGH, STEP, STRIDE] = ["low", "high", "step", "stride"].map((name) => Number(root.dataset[name]));
  const shows = Object.fromEntries(all("[data-shows]").map((element) => [element.dataset.shows, element]));
  const fields = Object.fromEntries(all("[data-field]").map((element) => [element.dataset.field, element]));
  const slider = root.querySelector("[type=range]");
  const said = root.querySelector(".said");
  const radios = all("[type=radio]");
  const best = Object.fromEntries(radios.map((radio) => [radio.value, Number(radio.dataset.best)]));
  const marks = all("[data-a]").map((button) => ({
    button,
    a: Number(button.dataset.a),
    colour: button.dataset.colour,
    family: button.closest("[data-family]").dataset.family,
    name: button.querySelector(".short").textContent,
  }));
  const SAME = 1e-9; // widths that differ by less are one
  const state = { family: radios[0].value, a: best[radios[0].value] };
  const here = () => marks.filter((mark) => mark.family === state.family);

  const curves = Object.entries(FAMILIES).map(([name, family]) => ({
    name,
    error: grid(LOW, HIGH, 240).map((a) => [a, halfError(family, a)]),
    derivative: grid(LOW, HIGH, 240).map((a) => [a, derivative(family, a)]),
  }));

  // Drawing -----------------------------------------------------------------------------------

  const LEFT = 46, RIGHT = 14, TOP = 8;
  const draw = (parent, name, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const path = (points) => points.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");

  /** Empty a graph and draw its axes; ``rows`` are the lines of labels under it. */
  const axes = (name, xs, ys, height, rows, labels) => {
    const svg = root.querySelector(`[data-plot=${name}]`), width = svg.clientWidth;
    const bottom = height - 6 - 17 * rows.length;
    const x = (value) => LEFT + ((value - xs[0]) / (xs[1] - xs[0])) * (width - LEFT - RIGHT);
    const y = (value) => bottom - ((value - ys[0]) / (ys[1] - ys[0])) * (bottom - TOP);
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    for (const [value, text] of labels) {
      const axis = Math.abs(value) < SAME ? "axis" : "grid";
      draw(svg, "path", { class: axis, d: path([[LEFT, y(value)], [width - RIGHT, y(value)]]) });
      draw(svg, "text", { class: "tick end", x: LEFT - 7, y: y(value) + 4 }, text);
    }
    rows.forEach(({ letter, at }, row) => {
      const base = bottom + 17 * (row + 1);
      draw(svg, "text", { class: "letter", x: 2, y: base }, letter);
      for (const [value, text] of at) draw(svg, "text", { class: row ? "tick quiet" : "tick", x: x(value), y: base }, text);
    });
    return { svg, x, y, bottom, from: (pixel) => xs[0] + ((pixel - LEFT) / (width - LEFT - RIGHT)) * (xs[1] - xs[0]) };
  };

  let plots = {};
  const layout = () => {
    const wide = getComputedStyle(root.querySelector(".columns")).gridTemplateColumns.includes(" ");
    const most = Math.max(...Object.values(FAMILIES).map((family) => greatest(family, LOW)));
    const top = halfError(FAMILIES.line, HIGH);
    const changes = curves.flatMap((found) => found.derivative.map(([, value]) => value));
    const change = [Math.min(...changes), Math.max(...changes)];
    const across = { letter: "𝑥", at: grid(-HIGH, HIGH, wide ? 8 : 4).map((x) => [x, fixed(x, 0)]) };
    const widths = { letter: "𝑎", at: grid(LOW, HIGH, HIGH - LOW).map((a) => [a, `${a}`]) };
    const slopes = { letter: "1/𝑎", at: widths.at.map(([a]) => [a, `1/${a}`]) };
    const shape = axes("shape", [-HIGH, HIGH], [-0.04, 1.04], wide ? 380 : 190, [], ticks(0, 1, 4));
    const gap = axes("gap", [-HIGH, HIGH], [0, most], wide ? 240 : 130, [across], ticks(0, most, 4));
    const error = axes("error", [LOW, HIGH], [0, top], 190, [], ticks(0, top, 4));
    const derivative = axes("derivative", [LOW, HIGH], change, 170, [widths, slopes], ticks(...change, 4));
    plots = { shape, gap, error, derivative };

    const exact = grid(-HIGH, HIGH, 160).map((x) => [shape.x(x), shape.y(sigmoid(x))]);
    draw(shape.svg, "path", { class: "sigmoid", d: path(exact) });
    shape.ours = draw(shape.svg, "path", { class: "ours" });
    shape.knees = [-1, 1].map(() => draw(shape.svg, "circle", { class: "grip", r: 6 }));
    for (const part of ["area", "ours", "most"]) gap[part] = draw(gap.svg, "path", { class: part });
    for (const [what, plot] of Object.entries({ error, derivative })) {
      plot.hair = draw(plot.svg, "path", { class: "hair" });
      plot.valleys = curves.map((found) => {
        const points = found[what].filter(([, value]) => what !== "error" || value <= top);
        const d = path(points.map(([a, value]) => [plot.x(a), plot.y(value)]));
        return { name: found.name, element: draw(plot.svg, "path", { d }) };
      });
      plot.marks = draw(plot.svg, "g", {});
      plot.grip = draw(plot.svg, "path", { class: "grip" });
    }
    error.top = top;
    root.style.setProperty("--error", root.dataset.colour);
    root.style.setProperty("--left", `${LEFT}px`);
    root.style.setProperty("--right", `${RIGHT}px`);
    choose();
    show();
  };

  /** What depends on the family alone. */
  const choose = () => {
    const { error } = plots;
    for (const { name, element } of [...error.valleys, ...plots.derivative.valleys])
      element.setAttribute("class", name === state.family ? "valley" : "valley other");
    error.marks.replaceChildren();
    for (const { a, colour } of here()) {
      const value = halfError(FAMILIES[state.family], a);
      if (value > error.top) continue;
      draw(error.marks, "circle", { cx: error.x(a), cy: error.y(value), r: 3.2, fill: colour });
    }
    for (const group of all(".marks")) group.hidden = group.dataset.family !== state.family;
    for (const { button, a } of here()) {
      const [track, name] = [".track", ".short"].map((part) => button.querySelector(part).offsetWidth);
      const share = (a - LOW) / (HIGH - LOW);
      button.classList.toggle("before", share > 1 / 2 || name > track * (1 - share));
    }
  };

  /** A dot; where the value lies above the graph, an arrow head at its upper edge. */
  const grip = ({ x, y, top = Infinity }, a, value) => {
    const [cx, cy] = [x(a), y(Math.min(value, top))];
    return value > top
      ? `M${cx - 7} ${cy + 10}L${cx} ${cy - 3}L${cx + 7} ${cy + 10}Z`
      : `M${cx - 6} ${cy}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z`;
  };

  /** Everything that moves. */
  const show = () => {
    const { a } = state, family = FAMILIES[state.family];
    const value = halfError(family, a), change = derivative(family, a), most = greatest(family, a);
    const near = nearest(), exact = near.filter(isHere);
    const singled = exact.find((mark) => mark.colour !== root.dataset.colour);
    root.style.setProperty("--now", (singled ?? root.dataset).colour);
    root.style.setProperty("--at", (a - LOW) / (HIGH - LOW));
    for (const mark of marks) mark.button.setAttribute("aria-current", exact.includes(mark));
    moveShape(family, a);
    moveGap(family, a, most);
    for (const [plot, height] of [[plots.error, value], [plots.derivative, change]]) {
      plot.hair.setAttribute("d", path([[plot.x(a), TOP], [plot.x(a), plot.bottom]]));
      plot.grip.setAttribute("d", grip(plot, a, height));
    }
    root.dataset.width = a; // in full; browsers round what a slider holds
    slider.value = a;
    slider.setAttribute("aria-valuetext", fill(words.slider, texts(value)));
    for (const [name, field] of Object.entries(fields))
      if (field !== document.activeElement) field.value = typed[name].text(a);
    tell("most", most, 6);
    tell("error", value, 8);
    tell("ratio", value / halfError(family, best[state.family]), 4);
    tell("derivative", change, 8);
    shows.nearest.textContent = near.map(placed).join(words.between);
  };
  const samples = (reach) => [-reach, reach, ...grid(-HIGH, HIGH, 640)].sort((p, q) => p - q);
  const moveShape = (family, a) => {
    const { x, y, ours, knees } = plots.shape, reach = family.knee * a;
    ours.setAttribute("d", path(samples(reach).map((at) => [x(at), y(curve(family, a, at))])));
    for (const [k, end] of [-reach, reach].entries()) {
      knees[k].setAttribute("cx", x(end));
      knees[k].setAttribute("cy", y(k));
    }
  };
  const moveGap = (family, a, greatest) => {
    const { x, y, ours, area, most, bottom } = plots.gap;
    const gap = (at) => Math.abs(curve(family, a, at) - sigmoid(at));
    const outline = path(samples(family.knee * a).map((at) => [x(at), y(gap(at))]));
    ours.setAttribute("d", outline);
    area.setAttribute("d", `${outline}L${x(HIGH)} ${bottom}L${x(-HIGH)} ${bottom}Z`);
    most.setAttribute("d", path([-HIGH, HIGH].map((end) => [x(end), y(greatest)])));
  };
  const tell = (name, value, places) => {
    shows[name].value = value;
    shows[name].textContent = fixed(value, places);
  };
  const texts = (error) => ({ a: short(state.a, 4), slope: short(1 / state.a, 5), error: fixed(error, 6) });
  const distance = (mark) => Math.abs(mark.a - state.a);
  const isHere = (mark) => distance(mark) < SAME;
  const nearest = () => {
    const least = Math.min(...here().map(distance));
    return here().filter((mark) => distance(mark) < least + SAME);
  };
  const placed = (mark) =>
    fill(isHere(mark) ? words.here : words.away, { name: mark.name, a: short(mark.a, 4) });

  /** Say once, in a sentence, where a jump or a drag has ended. */
  const announce = () => {
    const chosen = radios.find((radio) => radio.checked);
    shows.summary.textContent = fill(words.summary, {
      ...texts(Number(shows.error.value)),
      family: chosen.labels[0].textContent.trim(),
      ratio: shows.ratio.textContent,
      most: shows.most.textContent,
      nearest: shows.nearest.textContent,
    });
  };

  // Moving ------------------------------------------------------------------------------------

  const typed = {
    a: { text: (a) => short(a, 4), width: (value) => value, range: [LOW, HIGH] },
    slope: { text: (a) => short(1 / a, 5), width: (value) => 1 / value, range: [1 / HIGH, 1 / LOW] },
  };
  const within = (a) => Math.min(HIGH, Math.max(LOW, a));
  const move = (a, message = "") => {
    state.a = within(a);
    said.textContent = message;
    show();
  };

  for (const [name, field] of Object.entries(fields)) {
    const { text, width, range } = typed[name];
    const fits = (value) => value >= range[0] && value <= range[1];
    field.addEventListener("input", () => {
      const value = read(field.value);
      if (fits(value)) move(width(value));
    });
    field.addEventListener("change", () => {
      const written = field.value.trim(), value = read(written);
      const fault = written === "" ? words.empty : Number.isNaN(value) ? words.unread : fits(value) ? "" : words.outside;
      if (!Number.isNaN(value)) state.a = within(width(Math.max(0, value)));
      field.value = text(state.a);
      const [low, high] = range.map((end) => short(end, 5));
      move(state.a, fill(fault, { text: written, value: field.value, low, high }));
      if (!fault) announce();
    });
  }

  /** The next multiple of a step, whatever the width was set to. */
  const next = (a, step, up) => {
    const count = up ? Math.floor(a / step + SAME) + 1 : Math.ceil(a / step - SAME) - 1;
    return Number((count * step).toFixed(6));
  };
  slider.addEventListener("input", () => move(Number(slider.value)));
  slider.addEventListener("keydown", (event) => {
    const up = ["ArrowRight", "ArrowUp", "PageUp"].includes(event.key);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Home") move(LOW);
    else if (event.key === "End") move(HIGH);
    else if (up || ["ArrowLeft", "ArrowDown", "PageDown"].includes(event.key))
      move(next(state.a, event.shiftKey || event.key.startsWith("Page") ? STRIDE : STEP, up));
    else return;
    event.preventDefault();
  });

  for (const radio of radios)
    radio.addEventListener("change", () => {
      state.family = radio.value;
      choose();
      move(state.a);
      announce();
    });
  for (const mark of marks) {
    mark.button.style.setProperty("--at", (mark.a - LOW) / (HIGH - LOW));
    mark.button.style.setProperty("--mark", mark.colour);
    mark.button.addEventListener("click", () => {
      move(mark.a);
      announce();
    });
  }

  // On a touch screen a finger that goes up or down scrolls the page: nothing moves before it has
  // gone sideways, or has been lifted where it was put down.
  for (const svg of all(".plot")) {
    let started = null, dragging = false;
    const follow = (event) => {
      const x = plots[svg.dataset.plot].from(event.clientX - svg.getBoundingClientRect().left);
      move(svg.closest(".over-a") ? x : Math.abs(x) / FAMILIES[state.family].knee);
    };
    svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      started = event.clientX;
      dragging = event.pointerType !== "touch";
      svg.setPointerCapture(event.pointerId);
      if (dragging) follow(event);
    });
    svg.addEventListener("pointermove", (event) => {
      if (started === null) return;
      dragging ||= Math.abs(event.clientX - started) > 3;
      if (dragging) follow(event);
    });
    svg.addEventListener("pointerup", (event) => {
      if (started === null) return;
      follow(event);
      started = null;
      announce();
    });
    svg.addEventListener("pointercancel", () => { started = null; });
  }

  root.hidden = false;
  root.parentElement.querySelector(".absent").hidden = true;
  window.addEventListener("resize", layout);
  layout();
});
