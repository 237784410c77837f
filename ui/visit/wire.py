"""Which downloads do the messages between server and page offer and ask for?"""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def promised(message: bytes) -> frozenset[str]:
    """Downloads that a message to a page offers to make when asked."""
    said = ForwardMsg()
    said.ParseFromString(message)
    if said.WhichOneof("type") != "delta" or said.delta.WhichOneof("type") != "new_element":
        return frozenset()
    element = said.delta.new_element
    if element.WhichOneof("type") != "download_button":
        return frozenset()
    number = element.download_button.deferred_file_id
    return frozenset({number}) if number else frozenset()


def asked(message: bytes) -> frozenset[str]:
    """Downloads that a message from a page wants made."""
    said = BackMsg()
    try:
        said.ParseFromString(message)
    except DecodeError:  # Streamlit says what it thinks of it
        return frozenset()
    if said.WhichOneof("type") != "backend_operation_request":
        return frozenset()
    number = said.backend_operation_request.deferred_file.file_id
    return frozenset({number}) if number else frozenset()
