// Prints what the parser named first sees in the feed file named second, as JSON.
const { readFileSync } = require("node:fs");

const date = (text) => (text ? new Date(text).toISOString() : null);

async function rssParser(text) {
  const Parser = require("rss-parser");
  const { items } = await new Parser().parseString(text);
  return items.map((item) => ({
    id: item.guid ?? item.id,
    title: item.title,
    link: item.link,
    published: date(item.isoDate),
    authors: [item.creator ?? item.author].filter(Boolean),
    enclosures: item.enclosure ? [item.enclosure.url] : [],
  }));
}

function isEnclosure(link) {
  return link.rel === "enclosure";
}

async function feedsmith(text) {
  const { parseFeed } = await import("feedsmith");
  const { format, feed } = parseFeed(text);
  if (format === "rss") {
    return feed.items.map((item) => ({
      id: item.guid?.value,
      title: item.title,
      link: item.link,
      published: date(item.pubDate),
      authors: item.dc?.creators ?? [],
      enclosures: (item.enclosures ?? []).map((file) => file.url),
    }));
  }
  if (format === "json") {
    return feed.items.map((item) => ({
      id: item.id,
      title: item.title,
      link: item.url,
      published: date(item.date_published),
      authors: (item.authors ?? []).map((author) => author.name),
      enclosures: (item.attachments ?? []).map((file) => file.url),
    }));
  }
  return feed.entries.map((entry) => ({
    id: entry.id,
    title: entry.title.value ?? entry.title,
    link: entry.links.find((link) => !link.rel || link.rel === "alternate")?.href,
    published: date(entry.published),
    authors: (entry.authors ?? []).map((author) => author.name),
    enclosures: entry.links.filter(isEnclosure).map((link) => link.href),
  }));
}

const parsers = { "rss-parser": rssParser, feedsmith };

parsers[process.argv[2]](readFileSync(process.argv[3], "utf8")).then((seen) =>
  console.log(JSON.stringify(seen)),
);
