"""Which downloads do the messages between server and page offer and ask for?"""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.DownloadButton_pb2 import DownloadButton
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# How a download begins inside an encoded message: without it there is none, and reading each message whole costs.
_DOWNLOAD = Element(download_button=DownloadButton()).SerializeToString()[:-1]


def promised(message: bytes) -> frozenset[str]:
    """Downloads that a message to a page offers to make when asked."""
    if _DOWNLOAD not in message:
        return frozenset()
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
