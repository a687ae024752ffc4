// Added to site.js where searches are answered: a way to them from every page.
{
  const nav = document.querySelector("nav[data-search]");
  const link = document.createElement("a");
  link.href = new URL("search", document.currentScript.src);
  link.textContent = nav.dataset.search;
  nav.append(link);
}
