/**
 * Logs that are dropped on the page, or chosen from the disk: read in the browser alone.
 * @module
 */
import { byId } from "./dom.ts";

/** @param opened a file is to be shown: alone, or beside the log that is there */
export function listenForFiles(
  opened: (file: File, beside: boolean) => void,
  hasLog: () => boolean,
): void {
  const veil = byId("drop");
  const input = byId<HTMLInputElement>("file");
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    veil.hidden = false;
    veil.dataset.beside = String(hasLog());
    const target = zoneOf(event);
    for (const zone of veil.querySelectorAll<HTMLElement>("[data-zone]")) {
      zone.classList.toggle("is-over", zone === target);
    }
  };
  addEventListener("dragenter", over);
  addEventListener("dragover", over);
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) veil.hidden = true;
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    veil.hidden = true;
    const files = [...event.dataTransfer?.files ?? []];
    const beside = hasLog() && zoneOf(event)?.dataset.zone === "beside";
    if (files[0] !== undefined) opened(files[0], beside);
    if (files[1] !== undefined && !beside) opened(files[1], true);
  });
  input.addEventListener("change", () => {
    const files = [...input.files ?? []];
    const beside = input.dataset.beside === "true";
    input.value = "";
    if (files[0] !== undefined) opened(files[0], beside);
    if (files[1] !== undefined) opened(files[1], true);
  });
}

/** Opens the browser's own dialog. */
export function chooseFile(beside: boolean): void {
  const input = byId<HTMLInputElement>("file");
  input.dataset.beside = String(beside);
  input.click();
}

function zoneOf(event: DragEvent): HTMLElement | null {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under?.closest<HTMLElement>("[data-zone]") ?? null;
}
