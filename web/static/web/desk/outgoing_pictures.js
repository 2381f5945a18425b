/* Shows pictures on their way as they will stand in the chat, alone or as an album, for nothing to move when they are there. */

import { is } from "./page.js";

const LONGER = 320, SMALLEST = 40; // pixels, as in web/desk/media_pictures.py

function fitted({ naturalWidth: width, naturalHeight: height }) {
  const scale = Math.min(1, LONGER / width, LONGER / height);
  return [width, height].map((side) => Math.max(SMALLEST, Math.round(side * scale)));
}

function pictureOf(file, image) {
  const picture = Object.assign(document.createElement("div"), { className: "picture" });
  picture.append(Object.assign(new Image(...fitted(image)), { src: URL.createObjectURL(file), alt: file.name }));
  return picture;
}

function albumOf(pictures) {
  const album = Object.assign(document.createElement("div"), { className: "album" });
  album.dataset.rest = pictures.length % 3; // as in web/desk/media_rows.py
  album.append(...pictures);
  return album;
}

/* In place of the list of their files; "images" are the previews of the same, which know how large they are. */
export function showPictures(bubble, list, files, images) {
  const pictures = files.map((file, number) => pictureOf(file, images[number])), isAlbum = pictures.length > 1;
  const isBare = !bubble.kept.text.trim() && !is(bubble, ":has(.quote, .outgoing-later:not([hidden]))");
  bubble.classList.add("with-picture", ...isAlbum ? ["with-album"] : [], ...isBare ? ["bare"] : []);
  list.parentElement.classList.add("outgoing-pictures");
  list.replaceWith(isAlbum ? albumOf(pictures) : pictures[0]);
}
