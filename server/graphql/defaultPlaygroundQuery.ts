/** The initial query of the playground: it works without a token. */
export const defaultPlaygroundQuery = `# Agents, what they can do, and the templates that put them to work.
query FirstLook {
  agents(first: 5) {
    edges {
      node {
        agentId
        name
        description
        currentVersion {
          version
          model
          skills { id name }
        }
        templates(first: 3) {
          edges { node { templateId name currentVersion { version } } }
        }
      }
    }
  }
}

# A typing error is forgiven.
query Search {
  search(query: "code revewer", first: 5) {
    totalCount
    facets { tags { value count } }
    edges { score highlight node { __typename ... on RegistryEntry { slug name } } }
  }
}

# Everything that ever happened, then what happens next.
subscription Changes {
  registryEvents(after: "0") { cursor type action entryId version occurredAt }
}
`;
