import { createBrowserRouter, type RouteObject } from "react-router";
import { Frame } from "@/parts/frame/Frame";
import { PageProblem } from "@/parts/frame/PageProblem";
import { SectionGuard } from "@/parts/frame/SectionGuard";
import { Starting } from "@/parts/frame/Starting";
import { pageLoader, type Section, sections } from "./sections";

/** A page's component, loaded when it is first opened. */
function lazyPage(page: string): RouteObject["lazy"] {
  const load = pageLoader(page);
  if (!load) throw new Error(`there is no page ${page}`);
  return async () => ({ Component: (await load())[page] as React.ComponentType });
}

function sectionRoute(section: Section): RouteObject {
  return {
    path: section.path,
    element: <SectionGuard section={section} />,
    children: [{ index: true, lazy: lazyPage(section.page) }],
  };
}

/** A page that stands under a section and shares its rights. */
function under(parent: Section["page"], path: string, page: string): RouteObject[] {
  const section = sections.find((each) => each.page === parent);
  if (!section || !pageLoader(page)) return [];
  return [{ path, element: <SectionGuard section={section} />, children: [{ index: true, lazy: lazyPage(page) }] }];
}

export const router = createBrowserRouter([
  {
    errorElement: <PageProblem />,
    hydrateFallbackElement: <Starting />,
    children: [
      { path: "/entrar", lazy: lazyPage("Entrar") },
      { path: "/convite", lazy: lazyPage("Convite") },
      {
        element: <Frame />,
        children: [
          {
            errorElement: <PageProblem />,
            children: [
              ...sections.map(sectionRoute),
              ...under("Carteira", "/clientes/:key", "Cliente"),
              ...under("Importacoes", "/importacoes/:number", "Importacao"),
              { path: "/conta", lazy: lazyPage("MinhaConta") },
              { path: "*", lazy: lazyPage("NaoEncontrada") },
            ],
          },
        ],
      },
    ],
  },
]);
