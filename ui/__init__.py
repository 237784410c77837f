"""All of Streamlit that is not a page: menu, visit, filters, components, charts."""
