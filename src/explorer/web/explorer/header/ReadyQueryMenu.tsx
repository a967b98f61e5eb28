import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Menu, MenuButton, MenuHeading, MenuItem, MenuItems, MenuSection } from '@headlessui/react';
import { Kind, parse } from 'graphql';
import type { Language } from '../../shared/words.js';
import { READY_QUERIES, type ReadyQuery } from '../queries/readyQueries.js';
import { tabOf } from '../queries/tabOf.js';
import { word } from '../words.js';
import type { HeaderProps } from './Header.js';

interface ReadyQueryMenuProps extends Pick<HeaderProps, 'askNow'> {
  language: Language;
}

function factsOf(query: string) {
  const documentAST = parse(query);
  const operations = documentAST.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return { documentAST, operations, operationName: operations[0]?.name?.value };
}

/** The queries of the three users; each opens in its own tab, ready to run. */
export function ReadyQueryMenu({ language, askNow }: ReadyQueryMenuProps) {
  const actions = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  async function open(ready: ReadyQuery) {
    const { data } = ready.found ? await askNow<never>({ query: ready.found.by }) : {};
    const tab = tabOf(ready, language, data ? ready.found?.as(data) : {});
    const already = tabs.findIndex(({ title }) => title === ready.operation);
    if (already < 0) actions.addTab();
    else actions.changeTab(already);
    variableEditor?.setValue(tab.variables);
    queryEditor?.setValue(tab.query);
    // The editor finds this out only when nobody has typed for a while, and until then would send the former name.
    actions.setOperationFacts(factsOf(tab.query));
    // The menu, closing, first gives the focus back to its button.
    requestAnimationFrame(() => queryEditor?.focus());
  }

  return (
    <Menu as="div" className="menu">
      <MenuButton className="bar-button">{word('readyQueries', language)} ▾</MenuButton>
      <MenuItems className="panel queries">
        {READY_QUERIES.map((group) => (
          <MenuSection key={group.title.en}>
            <MenuHeading as="h2">{group.title[language]}</MenuHeading>
            {group.queries.map((ready) => (
              <MenuItem
                key={ready.operation}
                as="button"
                type="button"
                className="option"
                onClick={() => void open(ready)}
              >
                {ready.title[language]}
                <small>{ready.note[language]}</small>
              </MenuItem>
            ))}
          </MenuSection>
        ))}
      </MenuItems>
    </Menu>
  );
}
