(() => {
  "use strict";
  const language = document.documentElement.lang;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rowsOf = (body) => [...body.rows].filter((row) => !row.classList.contains("group"));

  const reader = (table, by) => {
    if (by === "number") return (text) => { const value = parseFloat(text); return isNaN(value) ? Infinity : value; };
    if (by === "day") {
      const place = new Map(JSON.parse(table.dataset.days).map((day, index) => [day, index]));
      return (text) => place.get(text.split(" (")[0]) ?? Infinity;
    }
    return (text) => text;
  };
  const compare = (one, other) =>
    typeof one === "string" ? one.localeCompare(other, language, { numeric: true }) : one === other ? 0 : one - other;

  const sort = (table, column, by, down) => {
    const read = reader(table, by);
    const value = (row) => read(row.cells[column].textContent.trim());
    const order = (one, other) => (down ? -1 : 1) * compare(value(one), value(other));
    const bodies = [...table.tBodies];
    for (const body of bodies) body.append(...rowsOf(body).sort(order));
    table.append(...bodies.sort((one, other) => order(rowsOf(one)[0], rowsOf(other)[0])));
  };

  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-label", table.dataset.sort.replace("{column}", head.textContent));
      head.append("\u00a0", button);
      head.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, column, head.dataset.by, down);
      });
    });
  }

  for (const field of document.querySelectorAll("input[type=search]")) {
    const table = document.getElementById(field.dataset.table);
    const paragraph = field.closest("p");
    paragraph.hidden = false;
    field.addEventListener("input", () => {
      const wanted = plain(field.value.trim());
      let found = 0, all = 0;
      for (const body of table.tBodies) {
        const group = body.querySelector(".group");
        const whole = group !== null && plain(group.textContent).includes(wanted);
        let some = false;
        for (const row of rowsOf(body)) {
          row.hidden = !whole && !plain(row.textContent).includes(wanted);
          some ||= !row.hidden;
          found += !row.hidden;
          all += 1;
        }
        body.hidden = !some;
      }
      const told = field.dataset.found.replace("{found}", found).replace("{all}", all);
      paragraph.querySelector("output").textContent = wanted ? told : "";
    });
  }
})();
